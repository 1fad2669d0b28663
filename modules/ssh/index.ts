/** The OpenSSH client: `~/.ssh/config`. */
import { type Context, defineModule, mkDefault, mkIf, sshLines } from "lares/module";
import { blocksOf, blockText, namesPortOfSocket } from "./blocks.ts";
import { options } from "./options.ts";

const enabled = ({ config }: Context) => config.programs.ssh.enable;
const withDefaults = ({ config: { programs } }: Context) =>
  programs.ssh.enable && programs.ssh.enableDefaultConfig;

/** What ssh does anyway, but for the control socket's name. */
const defaults = {
  AddKeysToAgent: mkDefault("no"),
  Compression: mkDefault(false),
  ControlMaster: mkDefault("no"),
  ControlPath: mkDefault("~/.ssh/master-%r@%n:%p"),
  ControlPersist: mkDefault("no"),
  ForwardAgent: mkDefault(false),
  HashKnownHosts: mkDefault(false),
  ServerAliveCountMax: mkDefault(3),
  ServerAliveInterval: mkDefault(0),
  UserKnownHostsFile: mkDefault("~/.ssh/known_hosts"),
};

const configText = ({ config }: Context): string => {
  const { extraOptionOverrides, includes, extraConfig } = config.programs.ssh;
  const top = [
    ...sshLines(extraOptionOverrides),
    ...(includes.length > 0 ? [`Include ${includes.join(" ")}`] : []),
  ];
  return [
    top.map((line) => `${line}\n`).join(""),
    ...blocksOf(config).map(blockText),
    extraConfig
      .replace(/\n+$/, "")
      .replace(/^(?=.)/gm, "  ")
      .replace(/.$/, "$&\n"),
  ]
    .filter((part) => part !== "")
    .join("\n");
};

const assertions = ({ config }: Context) => {
  const { extraConfig, settings, matchBlocks } = config.programs.ssh;
  return [
    {
      assertion: extraConfig === "" || "*" in settings || "*" in matchBlocks,
      message:
        'programs.ssh.extraConfig belongs to the block for all hosts: declare programs.ssh.settings."*".',
    },
    {
      assertion: !blocksOf(config).some(namesPortOfSocket),
      message: "programs.ssh forwards a Unix socket with a port: a path has none, leave the port out.",
    },
  ];
};

const warnings = ({ config }: Context) => {
  const { enableDefaultConfig, matchBlocks } = config.programs.ssh;
  const blocks = Object.entries(matchBlocks);
  return [
    ...(enableDefaultConfig
      ? [
          'programs.ssh writes default values that a later release will leave out: set programs.ssh.enableDefaultConfig to false, and say in programs.ssh.settings."*" which of them you want.',
        ]
      : []),
    ...(blocks.length > 0
      ? ["programs.ssh.matchBlocks is the former shape of programs.ssh.settings: move your blocks there."]
      : []),
    ...blocks
      .filter(([, { data }]) => Object.keys(data.extraOptions).length > 0)
      .map(
        ([name]) =>
          `programs.ssh.matchBlocks.${JSON.stringify(name)}.extraOptions: in programs.ssh.settings they stand among the other directives.`,
      ),
  ];
};

export default defineModule({
  path: "programs.ssh",
  url: import.meta.url,
  options,
  config: {
    home: {
      file: mkIf(enabled, { ".ssh/config": { text: configText } }),
      packages: mkIf(enabled, ({ config: { programs } }) =>
        programs.ssh.package ? [programs.ssh.package] : [],
      ),
    },
    programs: { ssh: { settings: mkIf(withDefaults, { "*": defaults }) } },
    assertions: mkIf(enabled, assertions),
    warnings: mkIf(enabled, warnings),
  },
});
