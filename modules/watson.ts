/** Watson, which keeps track of time: `watson/config`. */
import {
  defineProgram,
  formats,
  option,
  type PackageReference,
  programOptions,
  shellIntegrations,
  type TreeOf,
  t,
  toIni,
} from "lares/module";

const options = {
  ...programOptions("Watson, which keeps track of time", "watson"),
  ...shellIntegrations("Bash", "Fish", "Zsh"),
  settings: option(t.attrsOf(t.attrsOf(formats.iniAtom)), {
    default: {},
    description: "Settings, in INI.",
    example: { options: { stop_on_start: true, date_format: "%Y.%m.%d" } },
  }),
};
export interface WatsonOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly watson: WatsonOptions;
  }
}

/** Completions of a package in the store; those of the system's own are found by the shells themselves. */
const completion =
  (file: string) =>
  ({ package: watson }: { readonly package: PackageReference | null }): string =>
    watson?.outPath === undefined ? "" : `source ${watson.outPath}/${file}`;

export default defineProgram("programs.watson", {
  url: import.meta.url,
  options,
  files: ({ settings }, { host }) => ({
    [host.os === "darwin" ? "~/Library/Application Support/watson/config" : "watson/config"]:
      !formats.isEmptyValue(settings) && {
        text: toIni(settings),
      },
  }),
  shells: {
    bash: completion("share/bash-completion/completions/watson"),
    fish: completion("share/fish/vendor_completions.d/watson.fish"),
    zsh: completion("share/zsh/site-functions/_watson"),
  },
});
