/** Further system directories of data and configuration: `XDG_DATA_DIRS`, `XDG_CONFIG_DIRS`. */
import { type Context, defineModule, mkIf, option, t } from "lares/module";

const folders = (variable: string, example: readonly string[]) =>
  option(t.listOf(t.str), {
    default: [],
    description: `Folders put in front of those that \`${variable}\` has already.`,
    example,
  });

const systemDirsOptions = {
  config: folders("XDG_CONFIG_DIRS", ["/etc/xdg"]),
  data: folders("XDG_DATA_DIRS", ["/usr/share", "/usr/local/share"]),
};
type Tree = typeof systemDirsOptions;
export interface SystemDirsOptions extends Tree {}

declare module "lares/module" {
  interface XdgOptions {
    readonly systemDirs: SystemDirsOptions;
  }
}

const variables = ({ config: { xdg }, host }: Context): Readonly<Record<string, string>> => {
  const { config, data } = xdg.systemDirs;
  if (host.os !== "linux") return {};
  return {
    ...(config.length > 0 && { XDG_CONFIG_DIRS: inFront("XDG_CONFIG_DIRS", config) }),
    ...(data.length > 0 && { XDG_DATA_DIRS: inFront("XDG_DATA_DIRS", data) }),
  };
};

const inFront = (name: string, folders: readonly string[]): string =>
  `${folders.join(":")}\${${name}:+:$${name}}`;

const isUsed = ({ config: { xdg } }: Context) =>
  xdg.systemDirs.config.length > 0 || xdg.systemDirs.data.length > 0;

export default defineModule({
  path: "xdg.systemDirs",
  url: import.meta.url,
  options: systemDirsOptions,
  config: {
    home: { sessionVariables: variables },
    systemd: { user: { sessionVariables: variables } },
    assertions: mkIf(isUsed, ({ host }) => [
      {
        assertion: host.os === "linux",
        message: "xdg.systemDirs is for Linux only: macOS does not look at it.",
      },
    ]),
  },
});
