/** Windsurf, an editor made of Visual Studio Code. */
import { packageNamed, type TreeOf } from "lares/module";
import { defineCodeEditor } from "./code-editors/editor.ts";
import { codeEditorOptions } from "./code-editors/options.ts";

const options = codeEditorOptions("Windsurf, a text editor", packageNamed("windsurf"));
export interface WindsurfOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly windsurf: WindsurfOptions;
  }
}

export default defineCodeEditor(
  "windsurf",
  import.meta.url,
  { settingsFolder: "Windsurf", dataFolder: ".windsurf", command: "windsurf" },
  { options },
);
