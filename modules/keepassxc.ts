/** KeePassXC, a password manager: `keepassxc/keepassxc.ini`. */
import { defineProgram, formats, option, programOptions, type TreeOf, t, toIni } from "lares/module";

const options = {
  ...programOptions("KeePassXC, a password manager", "keepassxc"),
  settings: option(t.attrsOf(t.attrsOf(formats.iniAtom)), {
    default: {},
    description:
      "Settings, in INI. KeePassXC cannot change them any more once there are any; without them it keeps its own file.",
    example: { Browser: { Enabled: true }, GUI: { ApplicationTheme: "dark", HidePasswords: true } },
  }),
  autostart: option(t.bool, {
    default: false,
    description: "Whether to start KeePassXC with the session, by xdg.autostart.",
  }),
};
export interface KeepassxcOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly keepassxc: KeepassxcOptions;
  }
}

export default defineProgram("programs.keepassxc", {
  url: import.meta.url,
  options,
  files: ({ settings }, { host }) => ({
    [host.os === "darwin"
      ? "~/Library/Application Support/KeePassXC/keepassxc.ini"
      : "keepassxc/keepassxc.ini"]: !formats.isEmptyValue(settings) && { text: toIni(settings) },
  }),
  assertions: ({ autostart, package: keepassxc }, { config }) => [
    {
      assertion: !autostart || config.xdg.autostart.enable,
      message: "programs.keepassxc.autostart works by xdg.autostart: set xdg.autostart.enable to true.",
    },
    {
      assertion: !autostart || keepassxc !== null,
      message: "programs.keepassxc.autostart needs programs.keepassxc.package.",
    },
  ],
  config: {
    xdg: {
      autostart: {
        entries: ({ config: { programs } }) => {
          const { autostart, package: keepassxc } = programs.keepassxc;
          return autostart && keepassxc !== null
            ? [
                `${keepassxc.contents ?? keepassxc.outPath ?? "/usr"}/share/applications/org.keepassxc.KeePassXC.desktop`,
              ]
            : [];
        },
      },
    },
  },
});
