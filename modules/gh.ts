/** gh, GitHub's command: `gh/config.yml`, `gh/hosts.yml`, extensions, and Git's credentials. */
import {
  type Context,
  defineProgram,
  type Files,
  formats,
  mkIf,
  option,
  optionValues,
  programOf,
  programOptions,
  renamed,
  type TreeOf,
  t,
} from "lares/module";

const settings = t.freeform(t.json, {
  aliases: option(t.attrsOf(t.str), {
    default: {},
    description: "Commands of one's own.",
    example: { co: "pr checkout", pv: "pr view" },
  }),
  editor: option(t.str, {
    default: "",
    description: "The editor for texts; empty leaves it to the environment.",
  }),
  git_protocol: option(t.str, {
    default: "https",
    description: "How Git reaches repositories: https or ssh.",
    example: "ssh",
  }),
});

const options = {
  ...programOptions("gh, GitHub's command", "gh"),
  settings: option(settings, {
    default: {} as never,
    description: "Settings, as `gh/config.yml` holds them.",
    example: { git_protocol: "ssh", prompt: "enabled" },
  }),
  hosts: formats.yaml.option({
    description: "What gh knows of each host, as `gh/hosts.yml` holds it.",
    example: { "github.com": { user: "alice" } },
  }),
  extensions: option(t.listOf(t.package), {
    default: [],
    description: "Packages of extensions, each with the program `gh-NAME`.",
    example: ["gh-eco"],
  }),
  gitCredentialHelper: {
    enable: option(t.bool, { default: true, description: "Whether gh gives Git its credentials." }),
    hosts: option(t.listOf(t.str), {
      default: ["https://github.com", "https://gist.github.com"],
      description: "The hosts that it gives them for.",
      example: ["https://github.example.com"],
    }),
  },
  aliases: renamed<Readonly<Record<string, string>>>("programs.gh.settings.aliases"),
  editor: renamed<string>("programs.gh.settings.editor"),
  gitProtocol: renamed<string>("programs.gh.settings.git_protocol"),
  enableGitCredentialHelper: renamed<boolean>("programs.gh.gitCredentialHelper.enable"),
};
export interface GhOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly gh: GhOptions;
  }
}

type Own = Context["config"]["programs"]["gh"];

/** gh rewrites the file of a configuration that names no version. */
const version = "1";

const credentials = ({ config, lib }: Context) => {
  const { gh } = config.programs;
  const helper = `${lib.program(gh.package ?? "gh")} auth git-credential`;
  return Object.fromEntries(gh.gitCredentialHelper.hosts.map((host) => [host, { helper }]));
};

export default defineProgram("programs.gh", {
  url: import.meta.url,
  options,
  files: ({ settings, hosts, extensions }) => ({
    "gh/config.yml": formats.yaml.file({ version, ...optionValues(settings) } as never),
    "gh/hosts.yml": formats.yaml.file(hosts),
    ...extensionFolders(extensions),
  }),
  whenLoaded: {
    "programs.git": mkIf(({ config }) => config.programs.gh.gitCredentialHelper.enable, {
      iniContent: { credential: credentials },
    } as never),
  },
});

/** gh runs an extension from a folder of its own; one of the system's is called from there. */
function extensionFolders(extensions: Own["extensions"]): Files {
  return Object.fromEntries(
    extensions.map((extension) => {
      const name = programOf(extension).split("/").at(-1)!;
      const folder = extension.contents ?? extension.outPath;
      if (folder?.startsWith("/")) return [`data:gh/extensions/${name}`, { source: `${folder}/bin` }];
      const text = `#!/bin/sh\nexec ${programOf(extension)} "$@"\n`;
      return [`data:gh/extensions/${name}/${name}`, { text, executable: true }];
    }),
  );
}
