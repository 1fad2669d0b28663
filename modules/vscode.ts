/** Visual Studio Code. */
import {
  mkIf,
  option,
  type PackageReference,
  packageNamed,
  removed,
  renamed,
  type TreeOf,
  t,
} from "lares/module";
import { defineCodeEditor } from "./code-editors/editor.ts";
import { type CodeEditorOptions, codeEditorOptions } from "./code-editors/options.ts";

const formerly = <D>(name: string) => renamed<D>(`programs.vscode.profiles.default.${name}`);
type Settings = Readonly<Record<string, never>> | string;

const haskell = {
  enable: option(t.bool, { default: false, description: "Whether to set up what is for Haskell." }),
  hie: {
    enable: option(t.bool, { default: true, description: "Whether to use Haskell IDE Engine." }),
    executablePath: option(t.str, {
      default: ({ lib }) => lib.program("hies", "hie-wrapper"),
      defaultText: "hie-wrapper of the package hies",
      description: "The program of Haskell IDE Engine.",
    }),
  },
};

const options = {
  ...codeEditorOptions("Visual Studio Code, a text editor", packageNamed("vscode", { mainProgram: "code" })),
  haskell,
  userSettings: formerly<Settings>("userSettings"),
  userTasks: formerly<Settings>("userTasks"),
  userMcp: formerly<Settings>("userMcp"),
  keybindings: formerly<readonly object[] | string>("keybindings"),
  extensions: formerly<readonly (string | PackageReference)[]>("extensions"),
  languageSnippets: formerly<Settings>("languageSnippets"),
  globalSnippets: formerly<Settings>("globalSnippets"),
  enableUpdateCheck: formerly<boolean | null>("enableUpdateCheck"),
  enableExtensionUpdateCheck: formerly<boolean | null>("enableExtensionUpdateCheck"),
  immutableExtensionsDir: renamed<boolean>("programs.vscode.mutableExtensionsDir", {
    convert: (immutable) => !immutable,
  }),
  pname: removed("each editor has a module of its own: programs.vscode, vscodium, cursor, windsurf"),
};
export interface VscodeOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly vscode: VscodeOptions;
  }
}

export default defineCodeEditor(
  "vscode",
  import.meta.url,
  { settingsFolder: "Code", dataFolder: ".vscode", command: "code" },
  {
    options: options as unknown as CodeEditorOptions,
    config: {
      programs: {
        vscode: {
          profiles: mkIf(({ config }) => config.programs.vscode.haskell.enable, {
            default: ({ config }) => {
              const { hie } = config.programs.vscode.haskell;
              return {
                extensions: [
                  "justusadam.language-haskell",
                  ...(hie.enable ? ["alanz.vscode-hie-server"] : []),
                ],
                userSettings: hie.enable
                  ? {
                      "languageServerHaskell.enableHIE": true,
                      "languageServerHaskell.hieExecutablePath": hie.executablePath,
                    }
                  : {},
              };
            },
          }),
        },
      },
    },
  },
);
