/** `sway/config`, and the script that starts Sway. */
import { type ConfigOf, type Context, quoteShell, sortedEntries } from "lares/module";
import {
  appearanceLines,
  assignLines,
  barLines,
  bindingLines,
  block,
  gapLines,
  modeLines,
  windowLines,
  workspaceOutputLines,
} from "../i3-sway/text.ts";
import type { options } from "./options.ts";

export type Own = ConfigOf<typeof options>;
type Configuration = NonNullable<Own["config"]>;

export const swayText = (own: Own, lib: Context["lib"]): string => {
  const text = [
    own.extraConfigEarly,
    ...(own.config === null ? [] : configurationLines(own.config)),
    ...(own.systemd.enable ? [`exec "${startCommand(own, lib)}"`] : []),
    ...(own.xwayland ? [] : ["xwayland disable"]),
    own.extraConfig,
  ];
  return `${text.join("\n").trim()}\n`;
};

const configurationLines = (own: Configuration): readonly string[] => {
  const bindsym = own.bindkeysToCode ? "bindsym --to-code" : "bindsym";
  return [
    ...appearanceLines(own, {
      followMouse: own.focus.followMouse,
      mouseWarping: warpingText(own.focus.mouseWarping),
    }),
    ...bindingLines(own.keybindings, own, bindsym),
    ...blocks("input", own.input),
    ...blocks("output", own.output),
    ...blocks("seat", own.seat),
    ...modeLines(own.modes, bindsym),
    ...switchLines(own.bindswitches),
    ...assignLines(own.assigns),
    ...barLines(own.bars, "sway"),
    ...gapLines(own.gaps),
    ...windowLines(own),
    ...own.startup.map(({ command, always }) => `${always ? "exec_always" : "exec"} ${command}`),
    ...workspaceOutputLines(own),
  ];
};

const warpingText = (value: boolean | string): string =>
  typeof value === "string" ? value : value ? "output" : "none";

const blocks = (
  word: string,
  settings: Readonly<Record<string, Readonly<Record<string, string>>>>,
): readonly string[] =>
  sortedEntries(settings).flatMap(([name, own]) =>
    block(
      `${word} "${name}"`,
      sortedEntries(own).map(([key, value]) => `${key} ${value}`),
    ),
  );

const switchLines = (switches: Configuration["bindswitches"]): readonly string[] =>
  sortedEntries(switches).map(([name, { action, locked, reload }]) =>
    ["bindswitch", locked && "--locked", reload && "--reload", name, action].filter(Boolean).join(" "),
  );

const startCommand = ({ systemd }: Own, lib: Context["lib"]): string => {
  const { variables, extraCommands, dbusImplementation } = systemd;
  const program =
    dbusImplementation === "broker"
      ? "systemctl --user import-environment"
      : `${lib.program("dbus", "dbus-update-activation-environment")} --systemd`;
  return `${program} ${variables.join(" ")}; ${extraCommands.join(" && ")}`;
};

export const isWrapped = ({ extraSessionCommands, extraOptions }: Own): boolean =>
  extraSessionCommands !== "" || extraOptions.length > 0;

/**
 * The profile's own `sway`, before the one it starts. A display manager and a shell may both come by here: what is
 * set up once is not set up again.
 */
export const wrapperText = (own: Own, lib: Context["lib"]): string => {
  const program = lib.program(own.package ?? "sway");
  const words = ['"$sway"', ...own.extraOptions.map(quoteShell), '"$@"'].join(" ");
  return [
    "#!/bin/sh",
    ...(program.includes("/") ? [`sway=${quoteShell(program)}`] : findOther),
    'if [ -z "$LARES_SWAY_STARTED" ]; then',
    "  export LARES_SWAY_STARTED=1",
    ...(own.wrapperFeatures.base ? ["  export XDG_CURRENT_DESKTOP=sway"] : []),
    own.extraSessionCommands,
    "fi",
    ...(own.wrapperFeatures.base
      ? [`[ -n "$DBUS_SESSION_BUS_ADDRESS" ] || exec ${lib.program("dbus", "dbus-run-session")} ${words}`]
      : []),
    `exec ${words}`,
    "",
  ].join("\n");
};

/** The system's own, which is the next one that is not this script. */
const findOther = [
  "sway=",
  "IFS=:",
  "for folder in $PATH; do",
  '  [ "$folder/sway" -ef "$0" ] && continue',
  '  [ -x "$folder/sway" ] && sway=$folder/sway && break',
  "done",
  "unset IFS",
  '[ -n "$sway" ] || { echo "sway: not found beside $0" >&2; exit 127; }',
];
