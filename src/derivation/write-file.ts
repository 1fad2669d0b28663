/** `builtin:lares-write-file`: a text that names outputs of derivations. Variables: `text`, `executable`, `destination`. */
import { dirname } from "node:path";
import { absolutePath } from "../base/paths.ts";
import type { BuiltinBuilder } from "../build/builtin-builder.ts";
import { makeDirectories, writeNewFile } from "../system/files.ts";
import { encodeName } from "../system/names.ts";

export const writeFileBuilder: BuiltinBuilder = async ({ derivation, outputs }) => {
  const { text = "", executable = "", destination = "" } = derivation.environment;
  const file = absolutePath(`${outputs.out!}${destination}`);
  makeDirectories(dirname(file));
  writeNewFile(file, encodeName(text), executable === "1" ? 0o755 : 0o644);
};
