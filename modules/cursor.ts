/** Cursor, an editor made of Visual Studio Code. */
import { packageNamed, type TreeOf } from "lares/module";
import { defineCodeEditor } from "./code-editors/editor.ts";
import { codeEditorOptions } from "./code-editors/options.ts";

const options = codeEditorOptions("Cursor, a text editor", packageNamed("cursor"));
export interface CursorOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly cursor: CursorOptions;
  }
}

export default defineCodeEditor(
  "cursor",
  import.meta.url,
  { settingsFolder: "Cursor", dataFolder: ".cursor", command: "cursor" },
  { options },
);
