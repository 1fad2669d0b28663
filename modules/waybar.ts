/** Waybar, a bar for Wayland: `waybar/config`, `waybar/style.css`. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  isEmptyValue,
  option,
  packageNamed,
  programOptions,
  renamed,
  type TreeOf,
  t,
  textOrSource,
  toJson,
} from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const bar = t.jsonObject;

const options = {
  ...programOptions("Waybar, a bar for Wayland", packageNamed("waybar")),
  settings: option(t.either(t.listOf(bar), t.attrsOf(bar)), {
    default: [] as never,
    description:
      "Bars, as a list or by name; each has its settings, and beside them those of its modules by the modules' names.",
    example: {
      mainBar: {
        position: "top",
        height: 30,
        "modules-left": ["sway/workspaces"],
        "modules-right": ["clock"],
      },
    },
  }),
  style: option(t.nullOr(textOrSource), {
    default: null,
    description: "The style sheet: CSS, or the path of a file.",
    example: "window#waybar { background: #16191C; }",
  }),
  systemd: {
    enable: option(t.bool, {
      default: false,
      description: "Whether systemd starts it; else the compositor has to.",
    }),
    targets: option(t.listOf(t.str), {
      default: ({ config }) => [config.wayland.systemd.target],
      defaultText: "[wayland.systemd.target]",
      description: "The targets that start it.",
      example: ["sway-session.target"],
    }),
    target: renamed<string>("programs.waybar.systemd.targets", { convert: (target) => [target] }),
    enableDebug: option(t.bool, { default: false, description: "Whether it says what it does." }),
    enableInspect: option(t.bool, {
      default: false,
      description: "Whether it starts with GTK's inspector, for work on the style sheet.",
    }),
  },
};
export interface WaybarOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly waybar: WaybarOptions;
  }
}

type Own = ConfigOf<typeof options>;
type Bar = Readonly<Record<string, unknown>>;

const bars = ({ settings }: Own): readonly Bar[] =>
  (Array.isArray(settings) ? settings : Object.values(settings)) as readonly Bar[];

/** Waybar takes null for a value of its own. */
const written = ({ modules, ...settings }: Bar): Bar =>
  Object.fromEntries(
    Object.entries({ ...settings, ...(modules as object | undefined) }).filter(([, value]) => value !== null),
  );

const configText = (own: Own): string => toJson(bars(own).map(written) as never);

/** Files that a running Waybar is to read again. */
const triggers = (own: Own, lib: Context["lib"]): readonly string[] => [
  ...(isEmptyValue(own.settings) ? [] : [`${lib.text("waybar-config.json", configText(own))}`]),
  ...(own.style === null
    ? []
    : ["text" in own.style ? `${lib.text("hm_waybarstyle.css", own.style.text)}` : own.style.source]),
];

const reload = "pkill -u \"$USER\" -USR2 -x '(\\.)?waybar(-wrapped)?' 2>/dev/null || true\n";

export default defineProgram("programs.waybar", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  assertions: (own, { config }) => [
    {
      assertion:
        config.home.stateVersion < "22.05" || bars(own).every(({ modules }) => isEmptyValue(modules)),
      message:
        "programs.waybar.settings has a bar with `modules`: put the settings of modules beside those of the bar.",
    },
  ],
  files: (own) => ({
    "waybar/config": isEmptyValue(own.settings) ? undefined : { text: configText(own), onChange: reload },
    "waybar/style.css": own.style && { ...own.style, onChange: reload },
  }),
  units: (own, { lib }) =>
    own.systemd.enable
      ? {
          services: {
            waybar: {
              Unit: {
                ...waylandUnit(
                  "Highly customizable Wayland bar for Sway and Wlroots based compositors.",
                  own.systemd.targets,
                  {
                    Documentation: "https://github.com/Alexays/Waybar/wiki",
                    ...(!isEmptyValue([...bars(own), own.style].filter(Boolean)) && {
                      "X-Reload-Triggers": triggers(own, lib),
                    }),
                  },
                ),
                PartOf: ["tray.target", ...own.systemd.targets],
              },
              Service: {
                ExecStart: `${lib.program(own.package ?? "waybar", "waybar")}${own.systemd.enableDebug ? " -l debug" : ""}`,
                ExecReload: `${lib.program("coreutils", "kill")} -SIGUSR2 $MAINPID`,
                KillMode: "mixed",
                Restart: "on-failure",
                ...(own.systemd.enableInspect && { Environment: ["GTK_DEBUG=interactive"] }),
              },
              Install: { WantedBy: ["tray.target", ...own.systemd.targets] },
            },
          },
        }
      : {},
});
