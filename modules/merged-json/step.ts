/** Settings of programs that write the same file themselves: what is configured is merged into it at each switch. */
import { type JsonValue, quoteShell, toJson } from "lares/module";
import { program } from "./program.ts";

/**
 * Shell commands that merge `value` into the JSON file, comments of which are lost. Sets are merged key by key and
 * what is configured wins; elements of lists of sets are the same where they agree in `key`. A file that would say
 * the same is left alone.
 */
export const mergeInto = (file: string, value: JsonValue, key = ""): string =>
  `run "\${LARES_NODE:-node}" --input-type=commonjs --eval ${quoteShell(program)} ${quoteShell(file)} ${quoteShell(key)} <<'LARES_JSON'
${toJson(value)}LARES_JSON
`;
