/** Whether what a cache says of a path may be believed. */
import type { AbsolutePath } from "../base/paths.ts";
import { isNamedBy, parseContentAddress } from "../format/content-address.ts";
import type { NarInfo } from "../format/narinfo.ts";
import { type PublicKey, signers } from "../format/signature.ts";

export type Trust =
  | { readonly trusted: true }
  /** In words that follow "it has": what is wrong. */
  | { readonly trusted: false; readonly why: string };

/**
 * A trusted key signed it; or its name is made of its contents, which are checked as they come. A content address that does
 * not make the name is a lie, whoever signed the rest: signatures do not cover it.
 */
export const judge = (storeDir: AbsolutePath, info: NarInfo, keys: readonly PublicKey[]): Trust => {
  const address = info.ca === undefined ? undefined : parseContentAddress(info.ca);
  if (info.ca !== undefined && address === undefined) return distrust("a content address that is none");
  if (address !== undefined && !isNamedBy(address, storeDir, info.path, info.references))
    return distrust("a content address that does not make its name");
  if (address !== undefined && !info.references.includes(info.path)) return { trusted: true };
  if (signers(keys, info, info.signatures).length > 0) return { trusted: true };
  return distrust(whyUntrusted(info, keys));
};

const whyUntrusted = ({ signatures }: NarInfo, keys: readonly PublicKey[]): string => {
  if (signatures.length === 0) return "no signature";
  const names = [...new Set(signatures.map((signature) => signature.slice(0, signature.indexOf(":"))))];
  const known = names.filter((name) => keys.some((key) => key.name === name));
  return known.length > 0
    ? `a wrong signature of ${known.join(", ")}`
    : `signatures only of ${names.join(", ")}, which no trusted key is named`;
};

const distrust = (why: string): Trust => ({ trusted: false, why });
