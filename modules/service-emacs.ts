/** Emacs as a server: frames of `emacsclient` open at once. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  option,
  packageNamed,
  quoteShell,
  type TreeOf,
  t,
  toDesktopEntry,
} from "lares/module";
import { keptAlive } from "./session-services/unit.ts";

const options = {
  enable: option(t.bool, { default: false, description: "Whether Emacs runs as a server." }),
  package: option(t.package, {
    default: ({ config }) =>
      config.programs.emacs.enable
        ? (config.programs.emacs.package ?? packageNamed("emacs"))
        : packageNamed("emacs"),
    defaultText: "that of programs.emacs, where it is enabled",
    description: "The package of Emacs.",
  }),
  extraOptions: option(t.listOf(t.str), {
    default: [],
    description: "Further arguments of the server.",
    example: ["-f", "exwm-enable"],
  }),
  client: {
    enable: option(t.bool, { default: false, description: "Whether menus have an entry of the client." }),
    arguments: option(t.listOf(t.str), { default: ["-c"], description: "The client's arguments there." }),
  },
  socketActivation: {
    enable: option(t.bool, {
      default: false,
      description: "Whether the first client starts the server.",
    }),
  },
  startWithUserSession: option(t.either(t.bool, t.enum("graphical")), {
    default: ({ config }) => !config.services.emacs.socketActivation.enable,
    defaultText: "true, unless the first client starts it",
    description: "Whether the server starts with the session, or with the graphical one.",
    example: "graphical",
  }),
  defaultEditor: option(t.bool, { default: false, description: "Whether the client is `EDITOR`." }),
};
export interface EmacsServiceOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly emacs: EmacsServiceOptions;
  }
}

type Own = ConfigOf<typeof options>;

const unit = {
  Description: "Emacs text editor",
  Documentation: "info:emacs man:emacs(1) https://gnu.org/software/emacs/",
};

const graphical = "graphical-session.target";

/** The shell's own variables are Emacs' too, as those of a terminal would be. */
const service = (own: Own, { lib }: Context) => ({
  Unit: {
    ...unit,
    ...(own.startWithUserSession === "graphical" && { After: [graphical], PartOf: [graphical] }),
    "X-RestartIfChanged": false,
  },
  Service: {
    Type: "notify",
    ExecStart: `${lib.program("bash")} -l -c "${[
      lib.program(own.package, "emacs"),
      `--fg-daemon${own.socketActivation.enable ? "=%t/emacs/server" : ""}`,
      ...own.extraOptions.map(quoteShell),
    ].join(" ")}"`,
    // Emacs ends so on SIGTERM.
    SuccessExitStatus: 15,
    Restart: "on-failure",
  },
  ...(own.startWithUserSession !== false && {
    Install: { WantedBy: [own.startWithUserSession === true ? "default.target" : graphical] },
  }),
});

const mimeTypes =
  "text/english;text/plain;text/x-makefile;text/x-c++hdr;text/x-c++src;text/x-chdr;text/x-csrc;text/x-java;text/x-moc;text/x-pascal;text/x-tcl;text/x-tex;application/x-shellscript;text/x-c;text/x-c++;";

const clientEntry = (own: Own, lib: Context["lib"]): string =>
  toDesktopEntry({
    "Desktop Entry": {
      Type: "Application",
      Exec: [
        lib.program(own.package, "emacsclient"),
        ...own.client.arguments.map(quoteShell),

        "%F",
      ].join(" "),
      Terminal: "false",
      Name: "Emacs Client",
      Icon: "emacs",
      Comment: "Edit text",
      GenericName: "Text Editor",
      MimeType: mimeTypes,
      Categories: "Development;TextEditor;",
      Keywords: "Text;Editor;",
      StartupWMClass: "Emacsd",
    },
  } as never);

export default defineProgram("services.emacs", {
  url: import.meta.url,
  options,
  packages: () => [],
  variables: ({ defaultEditor, package: emacs }, { lib }) => ({
    EDITOR: defaultEditor ? `${lib.program(emacs, "emacsclient")} --tty --alternate-editor=` : null,
  }),
  assertions: (own, { host }) => [
    {
      assertion: host.os !== "darwin" || !own.socketActivation.enable,
      message: "services.emacs.socketActivation is systemd's: launchd has no such thing for Emacs.",
    },
  ],
  units: (own, context) => ({
    services: { emacs: service(own, context) },
    ...(own.socketActivation.enable && {
      sockets: {
        emacs: {
          Unit: unit,
          Socket: {
            ListenStream: "%t/emacs/server",
            FileDescriptorName: "server",
            SocketMode: "0600",
            DirectoryMode: "0700",
            FlushPending: true,
          },
          Install: { WantedBy: ["sockets.target"], RequiredBy: ["emacs.service"] },
        },
      },
    }),
  }),
  agents: (own, { lib }) => ({
    emacs: {
      enable: true,
      config: {
        ProgramArguments: [lib.program(own.package, "emacs"), "--fg-daemon", ...own.extraOptions],
        RunAtLoad: own.startWithUserSession !== false,
        KeepAlive: keptAlive,
      },
    },
  }),
  config: {
    home: {
      profileFiles: ({ config, lib }) =>
        config.services.emacs.client.enable
          ? { "share/applications/emacsclient.desktop": clientEntry(config.services.emacs, lib) }
          : {},
    },
  },
});
