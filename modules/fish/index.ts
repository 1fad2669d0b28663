/** fish: `fish/config.fish`, functions, completions, plugins, and its own session variables. */
import { type Context, defineProgram, mkDefault, mkIf, quoteShell } from "lares/module";
import { configFish } from "./config.ts";
import { completionFiles, functionFiles, pluginFiles } from "./files.ts";
import { options } from "./options.ts";
import { fishSessionVariables } from "./session-variables.ts";

const prefersAbbreviations = ({ config }: Context) => config.programs.fish.preferAbbrs;
const prefersAliases = (context: Context) => !prefersAbbreviations(context);

const homeAliases = ({ config }: Context) =>
  Object.fromEntries(
    Object.entries(config.home.shellAliases).map(([name, text]) => [name, mkDefault<string>(text)]),
  );

/** fish's own tool reads the pages. Its Python is not everywhere, and some builds of fish carry the tool inside. */
const makeCompletions = (context: Context): string => {
  const { config, lib } = context;
  const fish = quoteShell(lib.program(config.programs.fish.package ?? "fish"));
  const folder = quoteShell(generatedCompletions(context));
  return `if [ -d "$newGenPath/home-path/share/man" ] && command -v python3 >/dev/null && command -v ${fish} >/dev/null; then
  tools=$(mktemp -d)
  for name in create_manpage_completions.py deroff.py; do
    ${fish} --no-config -c 'cat $__fish_data_dir/tools/$argv[1] 2>/dev/null; or status get-file tools/$argv[1]' "$name" >"$tools/$name" || true
  done
  run mkdir -p ${folder}
  run find ${folder} -name '*.fish' -delete
  for page in "$newGenPath"/home-path/share/man/man[18]/*; do
    if [ -e "$page" ]; then printf '%s\\0' "$page"; fi
  done | run xargs -0 python3 "$tools/create_manpage_completions.py" --directory ${folder} >/dev/null || true
  rm -rf "$tools"
fi
`;
};

const generatedCompletions = ({ config }: Context): string =>
  `${config.xdg.dataHome}/fish/home-manager_generated_completions`;

export default defineProgram("programs.fish", {
  url: import.meta.url,
  options,
  files: (fish, context) => ({
    "fish/config.fish": { text: configFish(context) },
    ...functionFiles(fish),
    ...completionFiles(fish),
    ...pluginFiles(fish, context),
  }),
  assertions: ({ binds }) =>
    Object.entries(binds).map(([name, { command, erase }]) => ({
      assertion: erase || command !== null,
      message: `programs.fish.binds.${JSON.stringify(name)} neither has a command nor erases one: set one of the two.`,
    })),
  /** `man` completes names of pages from what `apropos` knows. */
  whenLoaded: { "programs.man": { generateCaches: mkDefault(true) } },
  config: {
    home: {
      profileFiles: (context) => ({
        "etc/profile.d/hm-session-vars.fish": fishSessionVariables(context),
      }),
      activation: mkIf(({ config }) => config.programs.fish.generateCompletions, {
        fishCompletions: { after: ["writeBoundary"], run: makeCompletions },
      }),
    },
    programs: {
      fish: {
        shellAliases: mkIf(prefersAliases, homeAliases),
        shellAbbrs: mkIf(prefersAbbreviations, homeAliases),
      },
    },
  },
});
