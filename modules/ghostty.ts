/** Ghostty, a terminal emulator: `ghostty/config`, themes, and its hooks in shells. */
import {
  defineProgram,
  formats,
  type Own,
  option,
  programOptions,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const lines = formats.keyValue({ separator: " = ", key: (key) => key });

const options = {
  ...programOptions("Ghostty, a terminal emulator", "ghostty"),
  ...shellIntegrations("Bash", "Fish", "Zsh"),
  settings: lines.option({
    description: "Settings; a list writes its key once for each element.",
    example: { theme: "catppuccin-mocha", "font-size": 10, keybind: ["ctrl+h=goto_split:left"] },
  }),
  themes: option(t.attrsOf(lines.type), {
    default: {},
    description: "Colour themes by name.",
    example: { mine: { background: "1e1e2e", palette: ["0=#45475a", "1=#f38ba8"] } },
  }),
  clearDefaultKeybinds: option(t.bool, {
    default: false,
    description: "Whether only keys that are set do something.",
  }),
  installVimSyntax: option(t.bool, {
    default: false,
    description: "Whether Vim highlights Ghostty's files, by the plugin in its package.",
  }),
  installBatSyntax: option(t.bool, {
    default: ({ self }) => self.package?.outPath !== undefined,
    defaultText: "true for a package from the store",
    description: "Whether bat highlights Ghostty's files, by the syntax in its package.",
  }),
  systemd: {
    enable: option(t.bool, {
      default: ({ host }) => host.os === "linux",
      defaultText: "true on Linux",
      description:
        "Whether systemd and D-Bus may start Ghostty in the background, by the units in its package.",
    }),
  },
};
export interface GhosttyOptions extends TreeOf<typeof options> {}
type Ghostty = Own<GhosttyOptions>;

declare module "lares/module" {
  interface ProgramOptions {
    readonly ghostty: GhosttyOptions;
  }
}

const unit = "app-com.mitchellh.ghostty.service";
const busName = "com.mitchellh.ghostty.service";

export default defineProgram("programs.ghostty", {
  url: import.meta.url,
  options,
  files: (own, { host, lib }) => ({
    "ghostty/config": lines.file(withoutDefaults(own)),
    ...Object.fromEntries(
      Object.entries(own.themes).map(([name, theme]) => [`ghostty/themes/${name}`, lines.file(theme)]),
    ),
    ...(own.systemd.enable && host.os === "linux" && serviceFiles(own, lib.file.kindOf)),
    ...(own.installVimSyntax && vimPlugin(own, lib.file.kindOf)),
  }),
  assertions: (own, { host }) => [
    {
      assertion: !own.systemd.enable || host.os === "linux",
      message: "programs.ghostty.systemd.enable is for Linux only: leave it out on this machine.",
    },
    ...(["installVimSyntax", "installBatSyntax"] as const).map((name) => ({
      assertion: !own[name] || own.package !== null,
      message: `programs.ghostty.${name} takes the syntax from programs.ghostty.package, which is null.`,
    })),
  ],
  whenLoaded: {
    "programs.bat": {
      syntaxes: ({ config }: { config: { programs: { ghostty: Ghostty } } }) =>
        batSyntax(config.programs.ghostty),
    },
  },
  /** Ghostty says in a variable where its files are. */
  shells: {
    bash: {
      order: 101,
      code: () => `if [[ -n "$\{GHOSTTY_RESOURCES_DIR}" && -r "$\{GHOSTTY_RESOURCES_DIR}/shell-integration/bash/ghostty.bash" ]]; then
  builtin source "$\{GHOSTTY_RESOURCES_DIR}/shell-integration/bash/ghostty.bash"
fi
`,
    },
    zsh: () => `if [[ -n $GHOSTTY_RESOURCES_DIR && -r "$GHOSTTY_RESOURCES_DIR"/shell-integration/zsh/ghostty-integration ]]; then
  source "$GHOSTTY_RESOURCES_DIR"/shell-integration/zsh/ghostty-integration
fi
`,
    fish: () => `if set -q GHOSTTY_RESOURCES_DIR; and test -r "$GHOSTTY_RESOURCES_DIR/shell-integration/fish/vendor_conf.d/ghostty-shell-integration.fish"
  source "$GHOSTTY_RESOURCES_DIR/shell-integration/fish/vendor_conf.d/ghostty-shell-integration.fish"
end
`,
  },
});

/** `clear` has to come before all keys that are set. */
const withoutDefaults = ({ clearDefaultKeybinds, settings }: Ghostty): Ghostty["settings"] =>
  clearDefaultKeybinds ? { ...settings, keybind: ["clear", ...[settings.keybind ?? []].flat()] } : settings;

/** One of the system's is found where it is. */
const serviceFiles = ({ package: ghostty }: Ghostty, kindOf: (path: string) => unknown) => {
  const share = `${ghostty?.outPath ?? ""}/share`;
  const here = (path: string) => ghostty?.outPath !== undefined && kindOf(`${share}/${path}`) !== undefined;
  return {
    [`systemd/user/${unit}`]: here(`systemd/user/${unit}`) && { source: `${share}/systemd/user/${unit}` },
    [`data:dbus-1/services/${busName}`]: here(`dbus-1/services/${busName}`) && {
      source: `${share}/dbus-1/services/${busName}`,
    },
  };
};

const vimPlugin = ({ package: ghostty }: Ghostty, kindOf: (path: string) => unknown) => {
  const source = `${ghostty?.outPath ?? ""}/share/vim/vimfiles`;
  return kindOf(source) === "directory" ? { "~/.vim/pack/lares/start/ghostty": { source } } : {};
};

const batSyntax = ({ installBatSyntax, package: ghostty }: Ghostty) =>
  installBatSyntax && ghostty?.outPath !== undefined
    ? { ghostty: { src: ghostty, file: "share/bat/syntaxes/ghostty.sublime-syntax" } }
    : {};
