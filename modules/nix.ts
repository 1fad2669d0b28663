/** Nix, where it is used beside Lares: `nix/nix.conf`, the registry of flakes, channels. */
import {
  type Context,
  defineModule,
  linesOption,
  mkIf,
  option,
  packagePath,
  type Scalar,
  t,
  toJson,
  toNixConf,
} from "lares/module";

const atom = t.nullOr(t.oneOf(packagePath, t.bool, t.int, t.float, t.str));
const reference = t.attrsOf(t.oneOf(packagePath, t.str, t.int, t.bool));

const registryEntry = t.submodule({
  from: option(reference, {
    default: ({ name }) => ({ type: "indirect", id: name }),
    defaultText: "the entry's name",
    description: "The flake that is meant.",
    example: { type: "indirect", id: "nixpkgs" },
  }),
  to: option(reference, {
    description: "The flake that is taken for it.",
    example: { type: "github", owner: "my-org", repo: "my-nixpkgs" },
  }),
  exact: option(t.bool, {
    default: true,
    description: "Whether `from` must match as a whole, and not with a branch or revision of its own.",
  }),
  flake: option(t.nullOr(t.jsonObject), {
    default: null,
    internal: true,
    description: "Accepted for homes that are carried over.",
  }),
});

const machine = t.submodule({
  hostName: option(t.str, { description: "The machine's name.", example: "builder.example.org" }),
  protocol: option(t.nullOr(t.enum("ssh", "ssh-ng")), {
    default: "ssh",
    description: "How it is spoken to; null where the name says it.",
  }),
  systems: option(t.listOf(t.str), {
    default: [],
    description: "The systems it builds for.",
    example: ["x86_64-linux"],
  }),
  sshUser: option(t.nullOr(t.str), { default: null, description: "The user there." }),
  sshKey: option(t.nullOr(t.str), { default: null, description: "The key's file, absolute." }),
  maxJobs: option(t.int, { default: 1, description: "How many builds it runs at once." }),
  speedFactor: option(t.int, { default: 1, description: "How fast it is, beside others." }),
  supportedFeatures: option(t.listOf(t.str), { default: [], description: "Features it has." }),
  mandatoryFeatures: option(t.listOf(t.str), {
    default: [],
    description: "Features that a build must ask for to run there.",
  }),
  publicHostKey: option(t.nullOr(t.str), { default: null, description: "Its public key, in Base64." }),
});

const nixOptions = {
  enable: option(t.bool, { default: true, description: "Whether to write Nix's files." }),
  package: option(t.nullOr(t.package), {
    default: null,
    description: "The Nix to install; null for the one that is there.",
  }),
  settings: option(t.attrsOf(t.oneOf(atom, t.listOf(atom))), {
    default: {},
    description: "Settings of Nix, by name.",
    example: { "experimental-features": ["nix-command", "flakes"], "max-jobs": 4 },
  }),
  extraOptions: linesOption("Further lines of `nix.conf`.", "keep-outputs = true\n"),
  checkConfig: option(t.bool, {
    default: true,
    description: "Accepted for homes that are carried over: Nix itself tells of settings it does not know.",
  }),
  registry: option(t.attrsOf(registryEntry), {
    default: {},
    description: "Names of flakes, and what is taken for them.",
    example: { nixpkgs: { to: { type: "github", owner: "my-org", repo: "my-nixpkgs" } } },
  }),
  registryVersion: option(t.int, {
    default: 2,
    internal: true,
    description: "The version of the registry's format.",
  }),
  nixPath: option(t.listOf(t.str), {
    default: [],
    description: "Where `<name>` is looked for, in front of what is there already.",
    example: ["$HOME/.nix-defexpr/channels"],
  }),
  keepOldNixPath: option(t.bool, {
    default: true,
    description: "Whether what is in NIX_PATH already counts too.",
  }),
  channels: option(t.attrsOf(t.package), {
    default: {},
    description: "Channels that do not change, by name.",
  }),
  assumeXdg: option(t.bool, {
    default: false,
    description: "Whether Nix is taken to keep its files in XDG directories, whatever its settings here say.",
  }),
  buildMachines: option(t.listOf(machine), { default: [], description: "Machines that build for this one." }),
  distributedBuilds: option(t.bool, {
    default: false,
    description: "Whether those machines are used.",
  }),
};
type Tree = typeof nixOptions;
const options: Tree = nixOptions;

declare module "lares/module" {
  interface NixOptions extends Tree {}
  interface Options {
    readonly nix: NixOptions;
  }
}

const enabled = ({ config }: Context) => config.nix.enable;

const conf = ({ config: { nix } }: Context): string => {
  const text = toNixConf(nix.settings as Readonly<Record<string, Scalar | readonly Scalar[]>>);
  return nix.extraOptions === "" ? text : `${text}${nix.extraOptions.trimEnd()}\n`;
};

const registry = ({ config: { nix } }: Context): string =>
  toJson({
    version: nix.registryVersion,
    flakes: Object.values(nix.registry).map(({ from, to, exact }) => ({ from, to, exact })),
  });

/** nix.conf(5), "builders": fields apart by spaces, a dash where there is nothing. */
const machineLine = (one: Context["config"]["nix"]["buildMachines"][number]): string =>
  [
    `${one.protocol === null ? "" : `${one.protocol}://`}${one.sshUser === null ? "" : `${one.sshUser}@`}${one.hostName}`,
    one.systems.join(",") || "-",
    one.sshKey ?? "-",
    one.maxJobs,
    one.speedFactor,
    [...one.supportedFeatures, ...one.mandatoryFeatures].join(",") || "-",
    one.mandatoryFeatures.join(",") || "-",
    one.publicHostKey ?? "-",
  ].join(" ");

const files = (context: Context) => {
  const { nix } = context.config;
  const text = conf(context);
  return {
    ...(text !== "" && { "nix/nix.conf": { text } }),
    ...(Object.keys(nix.registry).length > 0 && { "nix/registry.json": { text: registry(context) } }),
    ...(nix.buildMachines.length > 0 && {
      "nix/machines": { text: nix.buildMachines.map((one) => `${machineLine(one)}\n`).join("") },
    }),
  };
};

const channelFolder = ({ config: { nix, home, xdg } }: Context): string =>
  nix.assumeXdg || nix.settings["use-xdg-base-directories"] === true
    ? `${xdg.stateHome}/nix/defexpr/50-home-manager`
    : `${home.homeDirectory}/.nix-defexpr/50-home-manager`;

const channelFiles = (context: Context) =>
  Object.fromEntries(
    Object.entries(context.config.nix.channels).map(([name, channel]) => [
      `${channelFolder(context)}/${name}`,
      { source: channel },
    ]),
  );

const nixPath = (context: Context) => {
  const { nix } = context.config;
  const hasChannels = Object.keys(nix.channels).length > 0;
  const folders = [...(hasChannels ? [channelFolder(context)] : []), ...nix.nixPath];
  if (folders.length === 0) return {};
  return { NIX_PATH: `${folders.join(":")}${nix.keepOldNixPath ? "${NIX_PATH:+:$NIX_PATH}" : ""}` };
};

export default defineModule({
  path: "nix",
  url: import.meta.url,
  options,
  config: {
    xdg: { configFile: mkIf(enabled, files) },
    home: {
      file: mkIf(enabled, channelFiles),
      sessionVariables: mkIf(enabled, nixPath),
      packages: mkIf(enabled, ({ config: { nix } }) => (nix.package === null ? [] : [nix.package])),
    },
    nix: {
      settings: mkIf(({ config: { nix } }) => nix.distributedBuilds, {
        builders: ({ config }) => `@${config.xdg.configHome}/nix/machines`,
      }),
    },
  },
});
