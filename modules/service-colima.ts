/** Colima runs containers in a virtual machine of its own. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  formats,
  mkDefault,
  mkIf,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
} from "lares/module";
import { binFolders } from "./session-services/unit.ts";

const profile = t.submodule({
  name: option(t.nullOr(t.str), {
    default: null,
    defaultText: "the profile's key",
    description: "The profile's name.",
  }),
  isActive: option(t.bool, { default: false, description: "Whether docker and kubectl use this machine." }),
  isService: option(t.bool, { default: false, description: "Whether it is started with the session." }),
  setDockerHost: option(t.bool, {
    default: false,
    description: "Whether `DOCKER_HOST` leads to this machine.",
  }),
  logFile: option(t.nullOr(t.path), {
    default: null,
    defaultText: "~/.local/state/colima/NAME.log",
    description: "The file that takes what it says.",
  }),
  settings: formats.yaml.option({ example: { cpu: 4, memory: 8, kubernetes: { enabled: true } } }),
});

const options = {
  ...programOptions("Colima", "colima"),
  dockerPackage: option(t.package, {
    default: packageNamed("docker"),
    description: "The package of the `docker` client.",
  }),
  perlPackage: option(t.package, { default: packageNamed("perl"), description: "The package of Perl." }),
  sshPackage: option(t.package, { default: packageNamed("openssh"), description: "The package of `ssh`." }),
  coreutilsPackage: option(t.package, {
    default: packageNamed("coreutils"),
    description: "The package of coreutils.",
  }),
  curlPackage: option(t.package, { default: packageNamed("curl"), description: "The package of `curl`." }),
  bashPackage: option(t.package, {
    default: packageNamed("bashNonInteractive"),
    description: "The package of Bash.",
  }),
  kubectlPackage: option(t.package, {
    default: packageNamed("kubectl"),
    description: "The package of `kubectl`.",
  }),
  colimaHomeDir: option(t.str, {
    default: ({ config }) =>
      config.home.stateVersion >= "26.05"
        ? `${config.xdg.configHome}/colima`
        : `${config.home.homeDirectory}/.colima`,
    defaultText: "~/.config/colima; ~/.colima before state version 26.05",
    description: "The folder of its profiles.",
  }),
  limaHomeDir: option(t.nullOr(t.str), {
    default: null,
    description: "The folder of Lima's machines; null leaves it to Colima.",
  }),
  profiles: option(t.attrsOf(profile), {
    default: () => ({ default: { isActive: true, isService: true, setDockerHost: true } }) as never,
    defaultText: "{ default: { isActive: true, isService: true, setDockerHost: true } }",
    description: "Machines by name, with what `colima.yaml` says of each.",
    example: { default: { isActive: true, isService: true, settings: { cpu: 4, memory: 8 } } },
  }),
};
export interface ColimaOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly colima: ColimaOptions;
  }
}

type Own = ConfigOf<typeof options>;
type Profile = Own["profiles"][string];

const activeName = ({ profiles }: Own): string | undefined =>
  Object.entries(profiles).find(([, { isActive }]) => isActive)?.[0];

const absolute = (path: string): string => (path.startsWith("/") ? path : `~/${path}`);

/** Where there is docker's own client, it has a context for the machine. */
const dockerHost = (profiles: Own["profiles"], folder: string, config: Context["config"]): string | null => {
  const name = Object.entries(profiles).find(([, { setDockerHost }]) => setDockerHost)?.[0];
  if (name === undefined || config.programs["docker-cli"].enable) return null;
  return `unix://${folder}/${name}/docker.sock`;
};

const commandOf = ({ package: colima }: Own, name: string, { isActive }: Profile, lib: Context["lib"]) => [
  lib.program(colima ?? "colima"),
  "start",
  name,
  "-f",
  `--activate=${isActive}`,
  "--save-config=true",
];

const variablesOf = (own: Own, { config, lib }: Context, ...further: readonly string[]) => {
  const {
    dockerPackage,
    perlPackage,
    sshPackage,
    coreutilsPackage,
    curlPackage,
    bashPackage,
    kubectlPackage,
  } = own;
  const docker = config.programs["docker-cli"];
  return {
    COLIMA_HOME: own.colimaHomeDir,
    PATH: binFolders(
      lib,
      own.package ?? "colima",
      ...[perlPackage, dockerPackage, sshPackage, coreutilsPackage, curlPackage, bashPackage, kubectlPackage],
      ...further,
    ),
    ...(own.limaHomeDir !== null && { LIMA_HOME: own.limaHomeDir }),
    ...(docker.enable && { DOCKER_CONFIG: docker.configDir }),
  };
};

/** A PATH without a folder would find nothing: programs of the system are found in systemd's own. */
const environmentWords = (own: Own, context: Context): readonly string[] =>
  Object.entries(variablesOf(own, context))
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${value}`);

const logFileOf = (name: string, { logFile }: Profile, config: Context["config"]): string =>
  logFile ?? `${config.xdg.stateHome}/colima/${name}.log`;

export default defineProgram("services.colima", {
  url: import.meta.url,
  options,
  assertions: ({ profiles }) => [
    {
      assertion: Object.values(profiles).filter(({ isActive }) => isActive).length <= 1,
      message:
        "services.colima.profiles: only one profile can be active; set isActive of the others to false.",
    },
    {
      assertion: Object.values(profiles).filter(({ setDockerHost }) => setDockerHost).length <= 1,
      message:
        "services.colima.profiles: only one profile can set DOCKER_HOST; set setDockerHost of the others to false.",
    },
  ],
  files: ({ colimaHomeDir, profiles }) =>
    Object.fromEntries(
      Object.entries(profiles).map(([key, { name, settings }]) => [
        `${absolute(colimaHomeDir)}/${name ?? key}/colima.yaml`,
        formats.yaml.file(settings),
      ]),
    ),
  variables: ({ colimaHomeDir, limaHomeDir, profiles }, { config }) => ({
    COLIMA_HOME: colimaHomeDir,
    LIMA_HOME: limaHomeDir,
    DOCKER_HOST: dockerHost(profiles, colimaHomeDir, config),
  }),
  units: (own, context) => ({
    services: Object.fromEntries(
      Object.entries(own.profiles)
        .filter(([, { isService }]) => isService)
        .map(([key, one]) => [key, one.name ?? key, one] as const)
        .map(([, name, one]) => [
          `colima-${name}`,
          {
            Unit: { Description: `Colima container runtime (${name} profile)` },
            Service: {
              ExecStart: `${commandOf(own, name, one, context.lib)
                .join(" ")
                .replace(/ (?=-)/g, " \\\n  ")}\n`,
              Restart: "always",
              RestartSec: 2,
              Environment: environmentWords(own, context),
              StandardOutput: `append:${logFileOf(name, one, context.config)}`,
              StandardError: `append:${logFileOf(name, one, context.config)}`,
            },
            Install: { WantedBy: ["default.target"] },
          },
        ]),
    ),
  }),
  agents: (own, context) =>
    Object.fromEntries(
      Object.entries(own.profiles)
        .filter(([, { isService }]) => isService)
        .map(([key, one]) => [key, one.name ?? key, one] as const)
        .map(([, name, one]) => [
          `colima-${name}`,
          {
            enable: true,
            config: {
              ProgramArguments: commandOf(own, name, one, context.lib),
              KeepAlive: { SuccessfulExit: true },
              RunAtLoad: true,
              EnvironmentVariables: {
                ...variablesOf(own, context, "DarwinTools"),
                XDG_CACHE_HOME: context.config.xdg.cacheHome,
              },
              StandardOutPath: logFileOf(name, one, context.config),
              StandardErrorPath: logFileOf(name, one, context.config),
            },
          },
        ]),
    ),
  whenLoaded: {
    "programs.docker-cli": {
      settings: mkIf(
        ({ config }: Context) => activeName(config.services.colima) !== undefined,
        ({ config }: Context) => {
          const name = activeName(config.services.colima);
          return { currentContext: mkDefault(name === "default" ? "colima" : `colima-${name}`) };
        },
      ),
    },
  },
});
