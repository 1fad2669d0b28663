/** i3, a tiling window manager for X: `i3/config`. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
} from "lares/module";
import { arrows, bindingOptions, commonKeys, type Keys, resizeMode } from "./i3-sway/keys.ts";
import { commonOptions, extraConfigOption, focusOptions } from "./i3-sway/options.ts";
import {
  appearanceLines,
  assignLines,
  barLines,
  bindingLines,
  commonWarnings,
  gapLines,
  modeLines,
  windowLines,
  workspaceOutputLines,
  yesNo,
} from "./i3-sway/text.ts";
import type { TilingProgram } from "./i3-sway/tiling-program.ts";

const i3: TilingProgram = { name: "i3", path: "xsession.windowManager.i3", oldTrayOutput: "primary" };

const startupCommand = t.submodule({
  command: option(t.str, { description: "What runs." }),
  always: option(t.bool, { default: false, description: "Whether it runs again when i3 restarts." }),
  notification: option(t.bool, {
    default: true,
    description: "Whether the pointer shows that something starts, for programs that say when they have.",
  }),
  workspace: option(t.nullOr(t.str), {
    default: null,
    description: "The workspace it opens on. Deprecated: see `assigns`.",
  }),
});

const keys = (self: Keys): Readonly<Record<string, string>> => ({
  ...commonKeys(self),
  [`${self.modifier}+h`]: "split h",
  [`${self.modifier}+v`]: "split v",
  [`${self.modifier}+Shift+r`]: "restart",
  [`${self.modifier}+Shift+e`]:
    "exec i3-nagbar -t warning -m 'Do you want to exit i3?' -b 'Yes' 'i3-msg exit'",
});

const configuration = t.submodule({
  ...commonOptions(i3),
  focus: option(
    t.submodule({
      ...focusOptions("yes"),
      followMouse: option(t.bool, {
        default: true,
        description: "Whether the focus goes where the mouse goes.",
      }),
      mouseWarping: option(t.bool, {
        default: true,
        description: "Whether the mouse goes to the screen that the focus goes to.",
      }),
    }),
    { description: "The focus." },
  ),
  terminal: option(t.str, {
    default: "i3-sensible-terminal",
    description: "The terminal that the default keys open.",
    example: "alacritty",
  }),
  menu: option(t.str, {
    default: ({ lib }) => lib.program("dmenu", "dmenu_run"),
    defaultText: "dmenu_run",
    description: "The launcher that the default keys open.",
    example: "rofi -show drun",
  }),
  ...bindingOptions({ keys, modes: () => ({ resize: resizeMode(arrows, "10 px or 10 ppt") }) }),
  startup: option(t.listOf(startupCommand), {
    default: [],
    description: "What starts with i3.",
    example: [{ command: "systemctl --user restart polybar", always: true, notification: false }],
  }),
});

const options = {
  ...programOptions("i3, a tiling window manager for X", packageNamed("i3")),
  config: option(t.nullOr(configuration), {
    default: {} as never,
    mergeDefault: true,
    description: "The configuration; null leaves all of it to `extraConfig`.",
  }),
  extraConfig: extraConfigOption,
};
export interface I3Options extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface XsessionWindowManagerOptions {
    readonly i3: I3Options;
  }
}

type Own = ConfigOf<typeof options>;
type Configuration = NonNullable<Own["config"]>;

const configurationLines = (own: Configuration): readonly string[] => [
  ...appearanceLines(own, {
    followMouse: yesNo(own.focus.followMouse),
    mouseWarping: own.focus.mouseWarping ? "output" : "none",
  }),
  ...bindingLines(own.keybindings, own),
  ...modeLines(own.modes),
  ...assignLines(own.assigns),
  ...barLines(own.bars, "i3"),
  ...gapLines(own.gaps),
  ...windowLines(own),
  ...own.startup.map(startupLine),
  ...workspaceOutputLines(own),
];

const startupLine = ({
  command,
  always,
  notification,
  workspace,
}: Configuration["startup"][number]): string =>
  [
    always ? "exec_always" : "exec",
    ...(notification ? [] : ["--no-startup-id"]),
    workspace === null ? command : `i3-msg 'workspace ${workspace}; exec ${command}'`,
  ].join(" ");

const textOf = ({ config, extraConfig }: Own): string =>
  [...(config === null ? [] : configurationLines(config)), extraConfig].join("\n").trimEnd();

/** Sockets of sessions that are over may still lie there. */
const restart = (lib: Context["lib"], own: Own): string =>
  `for socket in "\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"/i3/ipc-socket.*; do
  if [ -S "$socket" ]; then
    ${lib.program(own.package ?? "i3", "i3-msg")} -s "$socket" restart >/dev/null 2>&1 || true
  fi
done
`;

export default defineProgram(i3.path, {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  warnings: ({ config }) => [
    ...commonWarnings(i3.path, config),
    config?.startup.some(({ workspace }) => workspace !== null) &&
      `${i3.path}.config.startup.*.workspace is deprecated: use assigns.`,
  ],
  files: (own, { lib }) => ({ "i3/config": { text: `${textOf(own)}\n`, onChange: restart(lib, own) } }),
  config: {
    xsession: {
      windowManager: {
        command: ({ config, lib }) => lib.program(config.xsession.windowManager.i3.package ?? "i3"),
      },
    },
  },
});
