/** Docker's command line: `docker/config.json` and contexts. */
import {
  defineProgram,
  formats,
  type Json,
  option,
  optionValues,
  sha256,
  type TreeOf,
  t,
} from "lares/module";

const dockerContext = t.freeform(t.json, {
  Name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the entry's name",
    description: "The name of the context.",
  }),
});

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up Docker's command line." }),
  configDir: option(t.str, {
    default: ({ config }) => `${config.xdg.configHome}/docker`,
    defaultText: "docker below xdg.configHome",
    description:
      "The folder that Docker's command line reads all this from, absolute or relative to the home directory.",
  }),
  settings: formats.json.option({
    description: "Settings: `config.json`.",
    example: { detachKeys: "ctrl-z,z", currentContext: "remote" },
  }),
  contexts: option(t.attrsOf(dockerContext), {
    default: {},
    description: "Contexts by name: where Docker runs.",
    example: {
      remote: { Metadata: { Description: "a server" }, Endpoints: { docker: { Host: "ssh://me@server" } } },
    },
  }),
};
export interface DockerCliOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "docker-cli": DockerCliOptions;
  }
}

export default defineProgram("programs.docker-cli", {
  url: import.meta.url,
  options,
  files: ({ configDir, settings, contexts }, { host }) => {
    const folder = absolute(configDir, host.home);
    return {
      [`${folder}/config.json`]: formats.json.file(settings),
      ...Object.fromEntries(
        Object.values(contexts).map((own) => [
          `${folder}/contexts/meta/${idOf(own.Name as string)}/meta.json`,
          formats.json.file(optionValues(own) as Readonly<Record<string, Json>>),
        ]),
      ),
    };
  },
  variables: ({ configDir }, { host }) => ({ DOCKER_CONFIG: absolute(configDir, host.home) }),
});

const absolute = (path: string, home: string): string => (path.startsWith("/") ? path : `${home}/${path}`);

/** Docker keeps a context in a folder called by the hash of its name. */
const idOf = (name: string): string => sha256(name, "hex");
