/** Builds derivations of Lares' own builders where they belong, without a store around them. */
import * as fs from "node:fs";
import type { StorePath } from "../../src/base/paths.ts";
import { builtins } from "../../src/build/builtins.ts";
import { derivationAt } from "../../src/derivation/session.ts";

/** With all that it needs; what is there already stays. */
export const buildLocally = async (drvPath: StorePath): Promise<void> => {
  const { derivation, outputs } = derivationAt(drvPath);
  for (const input of Object.keys(derivation.inputDerivations)) await buildLocally(input as StorePath);
  if (fs.existsSync(outputs.out!)) return;
  const build = await builtins[derivation.builder.replace("builtin:", "")]!();
  try {
    await build({
      derivation,
      outputs: outputs as never,
      finalPaths: outputs,
      log: () => {},
      onBytes: () => {},
      signal: new AbortController().signal,
    } as Parameters<typeof build>[0]);
  } catch (error) {
    fs.rmSync(outputs.out!, { recursive: true, force: true });
    throw error;
  }
};
