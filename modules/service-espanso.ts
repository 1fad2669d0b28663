/** espanso expands short texts into long ones: `espanso/config`, `espanso/match`. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  formats,
  option,
  type PackageReference,
  packageNamed,
  programOptions,
  removed,
  type TreeOf,
  t,
} from "lares/module";
import { binFolders, graphicalSession, keptAlive } from "./session-services/unit.ts";

const options = {
  ...programOptions("espanso", "espanso"),
  "package-wayland": option(t.nullOr(t.package), {
    default: packageNamed("espanso-wayland", { mainProgram: "espanso" }),
    description: "The package for Wayland.",
  }),
  x11Support: option(t.bool, { default: true, description: "Whether it works in sessions of X." }),
  waylandSupport: option(t.bool, { default: true, description: "Whether it works in sessions of Wayland." }),
  configs: option(t.attrsOf(formats.yaml.type), {
    default: { default: {} },
    description: "Configurations by name: `default` and those for particular programs.",
    example: { default: { show_notifications: false }, vscode: { filter_title: "Visual Studio Code$" } },
  }),
  matches: option(t.attrsOf(formats.yaml.type), {
    default: { default: { matches: [] } },
    description: "Files of matches, by name.",
    example: { base: { matches: [{ trigger: ":hello", replace: "Hello!" }] } },
  }),
  settings: removed("use services.espanso.configs and services.espanso.matches"),
};
export interface EspansoOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly espanso: EspansoOptions;
  }
}

type Own = ConfigOf<typeof options>;

const documents = (folder: string, all: Own["configs"]) =>
  Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      `espanso/${folder}/${name}.yml`,
      { text: formats.yaml.write(value) },
    ]),
  );

const appOf = (espanso: PackageReference | null): string =>
  `${espanso?.outPath ?? ""}/Applications/Espanso.app/Contents/MacOS/espanso`;

const x11Program = (own: Own, lib: Context["lib"]) => lib.program(own.package ?? "espanso", "espanso");
const waylandProgram = (own: Own, lib: Context["lib"]) =>
  lib.program(own["package-wayland"] ?? "espanso", "espanso");

/** The builds for X and for Wayland differ; with both, the session decides. */
const needsChoice = (own: Own, lib: Context["lib"]): boolean =>
  own.x11Support && own.waylandSupport && x11Program(own, lib) !== waylandProgram(own, lib);

const chooser = "lares/bin/espanso";

const chooserText = (own: Own, lib: Context["lib"]): string => `#!/bin/sh
if [ -n "$WAYLAND_DISPLAY" ]; then
  exec ${waylandProgram(own, lib)} "$@"
else
  exec ${x11Program(own, lib)} "$@"
fi
`;

const commandOf = (own: Own, { config, lib }: Context): string => {
  if (needsChoice(own, lib)) return `${config.xdg.dataHome}/${chooser}`;
  return own.x11Support ? x11Program(own, lib) : waylandProgram(own, lib);
};

export default defineProgram("services.espanso", {
  url: import.meta.url,
  options,
  assertions: ({ x11Support, waylandSupport }, { host }) => [
    {
      assertion: host.os === "darwin" || x11Support || waylandSupport,
      message: "services.espanso has neither x11Support nor waylandSupport: turn one of them on.",
    },
  ],
  packages: (own, { host }) =>
    host.os === "darwin"
      ? [own.package]
      : [own.x11Support && own.package, own.waylandSupport && !own.x11Support && own["package-wayland"]],
  files: (own, { host, lib }) => ({
    ...documents("config", own.configs),
    ...documents("match", own.matches),
    [`data:${chooser}`]: host.os === "linux" &&
      needsChoice(own, lib) && { text: chooserText(own, lib), executable: true },
  }),
  units: (own, context) => ({
    services: {
      espanso: {
        Unit: {
          Description: "Espanso: cross platform text expander in Rust",
          "X-Restart-Triggers": [own.configs, own.matches].flatMap((documents) =>
            Object.entries(documents).map(
              ([name, value]) => `${context.lib.text(`${name}.yml`, formats.yaml.write(value))}`,
            ),
          ),
        },
        Service: { Type: "exec", ExecStart: `${commandOf(own, context)} launcher`, Restart: "on-failure" },
        Install: { WantedBy: [graphicalSession] },
      },
    },
  }),
  agents: ({ package: espanso }, { lib }) => ({
    espanso: {
      enable: true,
      config: {
        ProgramArguments: [appOf(espanso), "launcher"],
        EnvironmentVariables: {
          PATH: [binFolders(lib, espanso ?? "espanso"), "/usr/bin:/bin:/usr/sbin:/sbin"]
            .filter(Boolean)
            .join(":"),
        },
        KeepAlive: keptAlive,
        RunAtLoad: true,
      },
    },
  }),
});
