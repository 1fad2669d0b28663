/** direnv: environments of folders. `direnv/direnv.toml`, `direnv/direnvrc`, `direnv/lib`. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  linesOption,
  mkDefault,
  mkIf,
  option,
  packageNamed,
  programOptions,
  removed,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const companion = (name: string, what: string) => ({
  enable: option(t.bool, { default: false, description: `Whether to use ${what} from direnv.` }),
  package: option(t.package, {
    default: packageNamed(name),
    description: `The package of ${what}.`,
  }),
});

const options = {
  ...programOptions("direnv, environments of folders", "direnv"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  config: formats.toml.option({ example: { whitelist: { prefix: ["/home/alice/projects"] } } }),
  stdlib: linesOption("Functions for every `.envrc`: the file `direnv/direnvrc`."),
  silent: option(t.bool, { default: false, description: "Whether direnv says nothing of what it does." }),
  "nix-direnv": {
    ...companion("nix-direnv", "nix-direnv"),
    enableFlakes: removed("nix-direnv always knows flakes"),
  },
  mise: companion("mise", "mise"),
  enableNixDirenvIntegration: removed("use programs.direnv.nix-direnv.enable"),
};
export interface DirenvOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly direnv: DirenvOptions;
  }
}

type Own = Context["config"]["programs"]["direnv"];

const hook = (own: Own, { lib }: Context, shell: string): string =>
  `${lib.program(own.package ?? "direnv")} hook ${shell}`;

export default defineProgram("programs.direnv", {
  url: import.meta.url,
  options,
  files: (own, { lib }) => ({
    "direnv/direnv.toml": formats.toml.file(own.config),
    "direnv/direnvrc": own.stdlib !== "" && { text: own.stdlib },
    "direnv/lib/hm-nix-direnv.sh": own["nix-direnv"].enable && nixDirenv(own, lib),
    "direnv/lib/hm-mise.sh": own.mise.enable && {
      text: `eval "$(${lib.program(own.mise.package, "mise")} direnv activate)"\n`,
    },
  }),
  packages: (own) => [
    own.package,
    own["nix-direnv"].enable && own["nix-direnv"].package,
    own.mise.enable && own.mise.package,
  ],
  shellInit: hook,
  shells: {
    /** Late, so that prompts are what they will be when direnv hooks into them. */
    bash: { order: 1500, code: (own, context) => `eval "$(${hook(own, context, "bash")})"\n` },
    fish: { order: 1500, code: fishHook },
    nushell: { order: 1500, code: nushellHook },
  },
  config: {
    programs: {
      direnv: {
        config: mkIf(({ config }) => config.programs.direnv.silent, {
          global: { log_format: mkDefault("-"), log_filter: mkDefault("^$") },
        }),
      },
    },
  },
});

function nixDirenv(own: Own, lib: Context["lib"]): FileSpecification {
  const { outPath, contents } = own["nix-direnv"].package;
  const folder = contents ?? outPath;
  if (folder !== undefined && !folder.startsWith("@"))
    return { source: `${folder}/share/nix-direnv/direnvrc` };
  return { text: `source ${folder ?? lib.profileDirectory}/share/nix-direnv/direnvrc\n` };
}

/** Another part of the system may have hooked direnv in already. */
function fishHook(own: Own, context: Context): string {
  return `functions -q __direnv_export_eval; or ${hook(own, context, "fish")} | source\n`;
}

/** direnv knows no Nushell: before each prompt its changes are taken over, lists such as PATH as lists. */
function nushellHook(own: Own, { lib }: Context): string {
  return `$env.config.hooks.pre_prompt = ($env.config.hooks.pre_prompt? | default [] | append {||
  let changes = (^${lib.program(own.package ?? "direnv")} export json | from json | default {} | transpose name value)
  for change in ($changes | where value == null) { hide-env --ignore-errors $change.name }
  let new = ($changes | where value != null)
  if ($new | is-not-empty) {
    $new | transpose --header-row --as-record | load-env
    $env.PATH = ($env.PATH | split row (char esep))
  }
})
`;
}
