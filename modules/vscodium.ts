/** VSCodium, Visual Studio Code without what is Microsoft's. */
import { packageNamed, type TreeOf } from "lares/module";
import { defineCodeEditor } from "./code-editors/editor.ts";
import { codeEditorOptions } from "./code-editors/options.ts";

const options = codeEditorOptions(
  "VSCodium, a text editor",
  packageNamed("vscodium", { mainProgram: "codium" }),
);
export interface VscodiumOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly vscodium: VscodiumOptions;
  }
}

export default defineCodeEditor(
  "vscodium",
  import.meta.url,
  { settingsFolder: "VSCodium", dataFolder: ".vscode-oss", command: "codium" },
  { options },
);
