/** Nushell: `config.nu`, `env.nu`, `login.nu` and its plugins. */
import {
  type Context,
  defineProgram,
  type Files,
  mkIf,
  programOf,
  quoteNushell,
  quoteShell,
  quoteShellWords,
} from "lares/module";
import { options } from "./options.ts";
import { sessionVariables } from "./session-variables.ts";
import { configNu, paragraphs } from "./text.ts";

type Nushell = Context["config"]["programs"]["nushell"];
type OwnFile = Nushell["configFile"];

const files = (nushell: Nushell, context: Context): Files => {
  const folder = nushell.configDir;
  return {
    ...written(folder, "config", nushell.configFile, (own) => configNu(nushell, own)),
    ...written(folder, "env", nushell.envFile, (own) =>
      paragraphs([sessionVariables(context), own, nushell.extraEnv]),
    ),
    ...written(folder, "login", nushell.loginFile, (own) => paragraphs([own, nushell.extraLogin])),
  };
};

/** A file given by its path is put there as it is; where code is added to it, it stands beside and is read first. */
const written = (folder: string, name: string, own: OwnFile, around: (own: string) => string): Files => {
  const path = `${folder}/${name}.nu`;
  const source = own?.source;
  if (source == null) {
    const text = around(own?.text ?? "");
    return text === "" ? {} : { [path]: { text } };
  }
  if (around("") === "") return { [path]: { source } };
  const beside = `${folder}/own-${name}.nu`;
  return { [beside]: { source }, [path]: { text: around(`source ${quoteNushell(beside)}`) } };
};

/** Nushell asks each plugin what it can do, and keeps that: it has to run for it. */
const registerPlugins = ({ config, lib }: Context): string => {
  const { package: nushell, plugins, configDir } = config.programs.nushell;
  const registry = quoteNushell(`${configDir}/plugin.msgpackz`);
  return `run mkdir -p ${quoteShell(configDir)}
for plugin in ${quoteShellWords(plugins.map((plugin) => programOf(plugin)))}; do
  path=$(command -v "$plugin") || { echo "the Nushell plugin $plugin is not there" >&2; continue; }
  run ${quoteShell(lib.program(nushell ?? "nushell", "nu"))} --no-config-file --commands ${quoteShell(`plugin add --plugin-config ${registry} `)}"'$path'"
done
`;
};

export default defineProgram("programs.nushell", {
  url: import.meta.url,
  options,
  files,
  packages: ({ package: nushell, plugins }) => [nushell, ...plugins],
  config: {
    home: {
      activation: mkIf(({ config }) => config.programs.nushell.plugins.length > 0, {
        nushellPlugins: { after: ["writeBoundary"], run: registerPlugins },
      }),
    },
  },
});
