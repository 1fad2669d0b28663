/**
 * Which caches the home was last realised with, and which keys it believed: what maintenance asks, which evaluates no
 * configuration. `<var>/caches.json`; it may be deleted at any time.
 */
import { type AbsolutePath, below } from "../base/paths.ts";
import { replaceFile } from "../system/durable.ts";
import { readTextIfAny } from "../system/files.ts";

export interface KnownCaches {
  readonly substituters: readonly string[];
  readonly trustedPublicKeys: readonly string[];
}

export const readKnownCaches = (varDir: AbsolutePath): KnownCaches => {
  const none: KnownCaches = { substituters: [], trustedPublicKeys: [] };
  const text = readTextIfAny(file(varDir));
  if (text === undefined) return none;
  try {
    const { substituters, trustedPublicKeys } = JSON.parse(text) as Partial<KnownCaches>;
    const whole = isTexts(substituters) && isTexts(trustedPublicKeys);
    return whole ? { substituters, trustedPublicKeys } : none;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return none;
    throw error;
  }
};

/** Writes only where it says something else than before. Addresses may carry passwords: the file is its owner's alone. */
export const rememberCaches = (
  varDir: AbsolutePath,
  { substituters, trustedPublicKeys }: KnownCaches,
): void => {
  const text = `${JSON.stringify({ substituters, trustedPublicKeys })}\n`;
  if (readTextIfAny(file(varDir)) !== text) replaceFile(file(varDir), text, { mode: 0o600 });
};

const file = (varDir: AbsolutePath): AbsolutePath => below(varDir, "caches.json");

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");
