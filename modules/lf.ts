/** lf, a file manager: `lf/lfrc`. */
import {
  type Context,
  defineProgram,
  filePath,
  joinText,
  linesOption,
  option,
  programOptions,
  quoteShell,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const table = (description: string, example: unknown) =>
  option(t.attrsOf(t.nullOr(t.str)), { default: {}, description, example });

const options = {
  ...programOptions("lf, a file manager", "lf"),
  settings: option(t.attrsOf(t.oneOf(t.str, t.int, t.listOf(t.either(t.str, t.int)), t.bool)), {
    default: {},
    description: "Options of lf. False is written as `noNAME`; lists are joined by colons.",
    example: { tabstop: 4, number: true, ratios: [1, 1, 2] },
  }),
  commands: table("Commands of one's own; null and the empty text take one of lf's away.", {
    "get-mime-type": '%xdg-mime query filetype "$f"',
    open: null,
  }),
  keybindings: table("What keys do; null and the empty text take a binding away.", {
    gh: "cd ~",
    D: "trash",
  }),
  cmdKeybindings: table("What keys do on the command line; null and the empty text take a binding away.", {
    "<c-g>": "cmd-escape",
  }),
  previewer: {
    source: option(t.nullOr(filePath), {
      default: null,
      description:
        "The script that shows files beside the list, and gets the file's path as its first argument.",
      example: "./lf/preview.sh",
    }),
    keybinding: option(t.nullOr(t.str), {
      default: null,
      description: "The key that shows what the script prints in a pager.",
      example: "i",
    }),
  },
  extraConfig: linesOption("Further lines, at the end of `lf/lfrc`."),
};
export interface LfOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly lf: LfOptions;
  }
}

type Own = Context["config"]["programs"]["lf"];

export default defineProgram("programs.lf", {
  url: import.meta.url,
  options,
  files: (own, { lib }) => ({
    "lf/lfrc": joinText(lfrc(own, own.previewer.source === null ? "" : lib.stored(own.previewer.source))),
  }),
});

function lfrc(own: Own, script: string): string {
  return [
    sortedEntries(own.settings).map(([name, value]) => settingLine(name, value)),
    definitionLines("cmd", own.commands),
    definitionLines("map", own.keybindings),
    definitionLines("cmap", own.cmdKeybindings),
    own.previewer.source === null ? [] : previewerLines(own, quoteShell(script)),
    own.extraConfig === "" ? [] : [own.extraConfig.replace(/\n+$/, "")],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

type Value = Own["settings"][string];

function settingLine(name: string, value: Value): string {
  if (typeof value === "boolean") return `set ${value ? "" : "no"}${name}`;
  if (typeof value === "number") return `set ${name} ${value}`;
  return `set ${name} "${Array.isArray(value) ? value.join(":") : value}"`;
}

function definitionLines(word: string, definitions: Own["commands"]): readonly string[] {
  return sortedEntries(definitions).map(([name, text]) => [word, name, ...(text ? [text] : [])].join(" "));
}

function previewerLines({ previewer }: Own, script: string): readonly string[] {
  const key = previewer.keybinding;
  return [`set previewer ${script}`, ...(key === null ? [] : [`map ${key} $${script} "$f" | less -R`])];
}
