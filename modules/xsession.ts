/** A session of the X Window System: `.xsession`, `.xprofile`, and systemd's targets for it. */
import {
  type Context,
  defineModule,
  linesOption,
  mkIf,
  mkMerge,
  option,
  quoteShell,
  quoteShellWords,
  removed,
  t,
} from "lares/module";

const trayTarget = {
  Unit: {
    Description: "Home Manager System Tray",
    Requires: ["graphical-session-pre.target"],
  },
};

const xsessionOptions = {
  enable: option(t.bool, { default: false, description: "Whether to set up a session of X." }),
  scriptPath: option(t.str, {
    default: ".xsession",
    description: "The session's script, below the home: what display managers start.",
    example: ".xsession-hm",
  }),
  profilePath: option(t.str, {
    default: ".xprofile",
    description: "The session's profile, below the home.",
    example: ".xprofile-hm",
  }),
  initExtra: linesOption("Commands before the window manager starts."),
  profileExtra: linesOption("Commands of the session's profile."),
  importedVariables: option(t.listOf(t.strMatching(/^[a-zA-Z_][a-zA-Z0-9_]*$/)), {
    default: [],
    description: "Further variables of the session that the user's systemd takes over.",
    example: ["GDK_PIXBUF_ICON_LOADER"],
  }),
  preferStatusNotifierItems: option(t.bool, {
    default: false,
    description: "Whether programs in the tray should use status notifier items, where they know them.",
  }),
  trayTarget: option(t.raw, {
    default: trayTarget,
    internal: true,
    readOnly: true,
    description: "The unit of tray.target.",
  }),
  windowManager: {
    command: option(t.str, {
      default: 'test -n "$1" && eval "$@"',
      description: "The command that runs the window manager.",
    }),
  },
  numlock: {
    enable: option(t.bool, { default: false, description: "Whether the session starts with Num Lock on." }),
  },
  pointerCursor: removed("use home.pointerCursor"),
};
type Tree = typeof xsessionOptions;
type WindowManagerTree = Tree["windowManager"];
const options: Tree = xsessionOptions;

declare module "lares/module" {
  interface XsessionWindowManagerOptions extends WindowManagerTree {}
  interface XsessionOptions extends Omit<Tree, "windowManager"> {
    readonly windowManager: XsessionWindowManagerOptions;
  }
  interface Options {
    readonly xsession: XsessionOptions;
  }
}

const enabled = ({ config }: Context) => config.xsession.enable;

const sessionVariables = [
  "DBUS_SESSION_BUS_ADDRESS",
  "DISPLAY",
  "SSH_AUTH_SOCK",
  "XAUTHORITY",
  "XDG_DATA_DIRS",
  "XDG_RUNTIME_DIR",
  "XDG_SESSION_ID",
];

/** Services of an earlier session may still run: they belong to a display that is gone. */
const profile = ({
  config: { home, xsession },
}: Context): string => `. "${home.profileDirectory}/etc/profile.d/hm-session-vars.sh"

if [ -e "$HOME/.profile" ]; then
  . "$HOME/.profile"
fi

systemctl --user stop graphical-session.target graphical-session-pre.target

${importLines([...new Set([...sessionVariables, ...xsession.importedVariables])])}
${xsession.profileExtra.trimEnd()}

export HM_XPROFILE_SOURCED=1
`;

/** systemctl refuses variables that are not set. */
const importLines = (names: readonly string[]): string =>
  `for name in ${quoteShellWords(names)}; do
  eval "[ -z \\"\\\${$name+set}\\" ]" || systemctl --user import-environment "$name"
done
`;

const script = ({ config: { xsession } }: Context): string => `if [ -z "$HM_XPROFILE_SOURCED" ]; then
  . ~/${xsession.profilePath}
fi
unset HM_XPROFILE_SOURCED

systemctl --user start hm-graphical-session.target

${xsession.initExtra.trimEnd()}

${xsession.windowManager.command}

systemctl --user stop graphical-session.target
systemctl --user stop graphical-session-pre.target

while [ -n "$(systemctl --user --no-legend --state=deactivating list-units)" ]; do
  sleep 0.5
done

unset __HM_SESS_VARS_SOURCED
`;

const sessionService = (description: string, command: string) => ({
  Unit: {
    Description: description,
    After: ["graphical-session-pre.target"],
    PartOf: ["graphical-session.target"],
  },
  Service: { Type: "oneshot", RemainAfterExit: true, ExecStart: command },
  Install: { WantedBy: ["graphical-session.target"] },
});

/** The layout of `home.keyboard`, for this session alone. */
const keyboardServices = ({ config, lib }: Context) => {
  const { keyboard } = config.home;
  if (keyboard === null) return {};
  const words = [
    ...(keyboard.layout === null ? [] : ["-layout", keyboard.layout]),
    ...(keyboard.variant === null ? [] : ["-variant", keyboard.variant]),
    ...(keyboard.model === null ? [] : ["-model", keyboard.model]),
    ...keyboard.options.flatMap((one) => ["-option", one]),
  ];
  const command = `${lib.program("xorg.setxkbmap", "setxkbmap")} ${words.map(quoteShell).join(" ")}`;
  return { setxkbmap: sessionService("Set up keyboard in X", command.trim()) };
};

export default defineModule({
  path: "xsession",
  url: import.meta.url,
  options,
  config: {
    home: {
      file: mkIf(enabled, (context) => ({
        [context.config.xsession.profilePath]: { text: profile(context) },
        [context.config.xsession.scriptPath]: { text: script(context), executable: true },
      })),
    },
    systemd: {
      user: {
        services: mkMerge([
          mkIf(enabled, keyboardServices),
          mkIf(
            ({ config }) => config.xsession.numlock.enable,
            ({ lib }) => ({ numlockx: sessionService("NumLockX", lib.program("numlockx")) }),
          ),
        ]),
        targets: mkIf(enabled, {
          "hm-graphical-session": {
            Unit: {
              Description: "Home Manager X session",
              Requires: ["graphical-session-pre.target"],
              BindsTo: ["graphical-session.target", "tray.target"],
            },
          },
          tray: trayTarget,
        }),
      },
    },
  },
});
