/** EditorConfig for everything below the home: `~/.editorconfig`. */
import { defineProgram, formats, option, type TreeOf, t, toIniWithGlobalSection } from "lares/module";

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether editors are told how files below the home are written.",
  }),
  settings: formats.ini().option({
    description: "Settings by pattern of files. Folders with an `.editorconfig` of their own add to them.",
    example: { "*": { charset: "utf-8", end_of_line: "lf", indent_size: 2, indent_style: "space" } },
  }),
};
export interface EditorconfigOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface Options {
    readonly editorconfig: EditorconfigOptions;
  }
}

export default defineProgram("editorconfig", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({
    "~/.editorconfig": Object.keys(settings).length > 0 && {
      text: toIniWithGlobalSection(
        { global: { root: true }, sections: settings },
        { section: (pattern) => pattern },
      ),
    },
  }),
});
