/** less: `lesskey`, its keys and its variables. */
import {
  commandLineWords,
  defineProgram,
  joinText,
  linesOption,
  option,
  programOptions,
  renamed,
  type TreeOf,
  t,
} from "lares/module";

const scalar = t.oneOf(t.bool, t.int, t.str);
const words = t.coercedTo(
  t.attrsOf(t.oneOf(scalar, t.listOf(scalar))),
  (options: Parameters<typeof commandLineWords>[0]) => commandLineWords(options),
  t.listOf(t.str),
);

const options = {
  ...programOptions("less, which shows texts page by page", "less"),
  config: linesOption(
    "What the keys do, and variables, as lesskey(1) reads it.",
    "#command\n        s        back-line\n        t        forw-line\n",
  ),
  options: option(words, {
    default: [],
    description: "Options that less always has: by name with their values, or as they are written.",
    example: { "RAW-CONTROL-CHARS": true, quiet: true, "wheel-lines": 3 },
  }),
  keys: renamed<string>("programs.less.config"),
};
export interface LessOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly less: LessOptions;
  }
}

export default defineProgram("programs.less", {
  url: import.meta.url,
  options,
  files: ({ config, options }) => ({
    lesskey: joinText(options.length > 0 && `#env\nLESS = ${options.join(" ")}\n`, config),
  }),
});
