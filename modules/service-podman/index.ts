/** Podman: its configuration, containers as quadlets on Linux, and machines on macOS. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  formats,
  mkIf,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
  toJson,
  toToml,
} from "lares/module";
import { binFolders } from "../session-services/unit.ts";
import { initScript, machinesOption, watchdogAgents } from "./machines.ts";
import { quadletChecks, quadletFiles, quadletOptions, serviceOf } from "./quadlets.ts";

const registry = t.submodule({
  location: option(t.str, { description: "The registry, or a part of it.", example: "docker.io/library" }),
  blocked: option(t.nullOr(t.bool), { default: null, description: "Whether nothing is pulled from it." }),
  insecure: option(t.nullOr(t.bool), {
    default: null,
    description: "Whether it may do without a valid certificate.",
  }),
});

const names = (description: string, initial: readonly string[] = []) =>
  option(t.listOf(t.str), { default: initial, description });

const options = {
  ...programOptions("Podman, containers without a daemon", packageNamed("podman")),
  settings: {
    containers: formats.toml.option({ description: "`containers.conf`." }),
    storage: option(t.jsonObject, {
      default: { storage: { driver: "overlay" } },
      description: "`storage.conf`.",
    }),
    registries: {
      search: names("Where names without a registry are looked for.", ["docker.io"]),
      insecure: names("Registries that may do without a valid certificate."),
      block: names("Registries that nothing is pulled from."),
      registry: option(t.listOf(registry), { default: [], description: "What holds for registries." }),
    },
    policy: formats.json.option({
      description: "`policy.json`: whose images are accepted; anybody's where nothing is set.",
    }),
    mounts: names("What every container sees: `mounts.conf`."),
  },
  autoUpdate: {
    enable: option(t.bool, {
      default: true,
      description: "Whether containers with `autoUpdate` are brought up to date from time to time.",
    }),
    onCalendar: option(t.str, { default: "Sun *-*-* 00:00", description: "When, as systemd writes times." }),
  },
  enableTypeChecks: option(t.bool, {
    default: false,
    description: "Of no effect: Podman's generator checks quadlets when systemd reads them.",
  }),
  ...quadletOptions,
  machines: machinesOption,
  useDefaultMachine: option(t.bool, {
    default: ({ host }) => host.os === "darwin",
    defaultText: "whether this is a Mac",
    description: "Whether there is a machine `podman-machine-default` as Podman makes it, beside `machines`.",
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [packageNamed("openssh")],
    description: "Packages whose programs Podman needs on macOS.",
  }),
};
export interface PodmanOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly podman: PodmanOptions;
  }
}

type Own = ConfigOf<typeof options>;

const registriesText = ({ settings: { registries } }: Own): string => {
  const listed = (locations: readonly string[], what: "insecure" | "blocked") =>
    locations.map((location) => ({ location, [what]: true }));
  const registry = [
    ...listed(registries.insecure, "insecure"),
    ...listed(registries.block, "blocked"),
    ...registries.registry.map(({ location, blocked, insecure }) => ({
      location,
      ...(blocked !== null && { blocked }),
      ...(insecure !== null && { insecure }),
    })),
  ];
  return toToml({
    "unqualified-search-registries": registries.search,
    ...(registry.length > 0 && { registry }),
  } as never);
};

const acceptAnything = { default: [{ type: "insecureAcceptAnything" }] };

const configuration = (own: Own) => ({
  "containers/containers.conf": formats.toml.file(own.settings.containers),
  "containers/storage.conf": formats.toml.file(own.settings.storage),
  "containers/registries.conf": { text: registriesText(own) },
  "containers/policy.json": {
    text: toJson(
      (Object.keys(own.settings.policy).length === 0 ? acceptAnything : own.settings.policy) as never,
    ),
  },
  "containers/mounts.conf": own.settings.mounts.length > 0 && {
    text: own.settings.mounts.map((one) => `${one}\n`).join(""),
  },
});

/** The user namespace's helpers have to be the system's: they are setuid. */
const systemPath = ({ config }: Context): string =>
  `/run/wrappers/bin:/run/current-system/sw/bin:${config.home.profileDirectory}/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`;

/** systemd makes services of quadlets when it reads its units; it does not know that one has changed. */
const quadlets = (own: Own, context: Context) =>
  Object.fromEntries(
    Object.entries(quadletFiles(own, systemPath(context))).map(([name, text]) => [
      `containers/systemd/${name}`,
      {
        text,
        onChange: `if systemctl --user is-system-running >/dev/null 2>&1 || [ "$(systemctl --user is-system-running 2>/dev/null)" = degraded ]; then
  systemctl --user daemon-reload && systemctl --user try-restart ${serviceOf(name)} || true
fi
`,
      },
    ]),
  );

const podmanOf = ({ package: podman }: Own, { lib }: Context): string => lib.program(podman ?? "podman");

export default defineProgram("services.podman", {
  url: import.meta.url,
  options,
  packages: (own, { host }) => [own.package, ...(host.os === "darwin" ? own.extraPackages : [])],
  assertions: (own) => quadletChecks(own),
  files: (own, context) => ({
    ...configuration(own),
    ...(context.host.os === "linux" && quadlets(own, context)),
  }),
  units: (own, context) =>
    own.autoUpdate.enable
      ? {
          services: {
            "podman-auto-update": {
              Unit: {
                Description: "Podman auto-update service",
                Documentation: "man:podman-auto-update(1)",
                Wants: ["network-online.target"],
                After: ["network-online.target"],
              },
              Service: {
                Type: "oneshot",
                Environment: [`PATH=${systemPath(context)}`],
                ExecStart: `${podmanOf(own, context)} auto-update`,
                ExecStartPost: `${podmanOf(own, context)} image prune -f`,
                TimeoutStartSec: "300s",
                TimeoutStopSec: "10s",
              },
            },
          },
          timers: {
            "podman-auto-update": {
              Unit: { Description: "Podman auto-update timer" },
              Timer: { OnCalendar: own.autoUpdate.onCalendar, RandomizedDelaySec: 300, Persistent: true },
              Install: { WantedBy: ["timers.target"] },
            },
          },
        }
      : {},
  agents: (own, context) =>
    watchdogAgents(
      own.machines,
      podmanOf(own, context),
      [binFolders(context.lib, ...own.extraPackages), systemPath(context)].filter(Boolean).join(":"),
      context.lib,
    ),
  config: {
    services: {
      podman: {
        machines: mkIf(
          ({ config, host }) => host.os === "darwin" && config.services.podman.useDefaultMachine,
          {
            "podman-machine-default": {},
          },
        ),
      },
    },
    home: {
      activation: (context) => {
        const own = context.config.services.podman;
        const script = initScript(own.machines, podmanOf(own, context));
        return context.host.os === "darwin" && script !== ""
          ? { podmanMachines: { after: ["linkGeneration"], run: script } }
          : {};
      },
    },
  },
});
