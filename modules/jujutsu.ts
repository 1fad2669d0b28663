/** Jujutsu: `jj/config.toml`. */
import {
  type Context,
  defineProgram,
  formats,
  mkIf,
  option,
  packageNamed,
  programOptions,
  removed,
  type TreeOf,
  t,
} from "lares/module";

const integrated = () => removed("Jujutsu's completions come with its package");

const options = {
  ...programOptions("Jujutsu, a version control system", packageNamed("jujutsu", { mainProgram: "jj" })),
  settings: formats.toml.option({
    description: "Settings, as `jj/config.toml` holds them.",
    example: { user: { name: "Alice", email: "alice@example.org" } },
  }),
  ediff: option(t.bool, {
    default: false,
    description: "Whether conflicts can be settled by Emacs' ediff, as the merge tool `ediff`.",
  }),
  enableBashIntegration: integrated(),
  enableFishIntegration: integrated(),
  enableZshIntegration: integrated(),
};
export interface JujutsuOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly jujutsu: JujutsuOptions;
  }
}

const script = "emacs-ediff";
const scriptPath = ({ lib }: Context): string =>
  `${lib.textFile({ name: script, text: ediff, executable: true, destination: `/bin/${script}` })}/bin/${script}`;

/** Arguments: left, right, base, output. Emacs takes them as text that no quote can end. */
const ediff = `#!/bin/sh
exec emacsclient -c --eval "(let ((files (list $(printf '%s\\n' "$@" | sed 's/[\\"]/\\\\&/g; s/.*/"&"/' | tr '\\n' ' '))))
  (ediff-merge-files-with-ancestor (nth 0 files) (nth 1 files) (nth 2 files) nil (nth 3 files)))"
`;

export default defineProgram("programs.jujutsu", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "jj/config.toml": formats.toml.file(settings) }),
  config: {
    programs: {
      jujutsu: {
        settings: mkIf(({ config }) => config.programs.jujutsu.ediff, {
          "merge-tools": {
            ediff: { program: scriptPath, "merge-args": ["$left", "$right", "$base", "$output"] },
          },
        }),
      },
    },
  },
});
