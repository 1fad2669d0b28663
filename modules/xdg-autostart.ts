/** What starts with the desktop: desktop entries in `autostart`. */
import { type Context, defineModule, mkIf, option, t } from "lares/module";

const autostartOptions = {
  enable: option(t.bool, {
    default: false,
    description: "Whether to have applications start with the desktop.",
  }),
  entries: option(t.listOf(t.path), {
    default: [],
    description: "Desktop entries of the applications that start.",
    example: ["/usr/share/applications/org.gnome.Evolution.desktop"],
  }),
  readOnly: option(t.bool, {
    default: false,
    description:
      "Whether the folder holds nothing but these entries, so that applications cannot add themselves.",
  }),
};
type Tree = typeof autostartOptions;
export interface AutostartOptions extends Tree {}

declare module "lares/module" {
  interface XdgOptions {
    readonly autostart: AutostartOptions;
  }
}

const files = ({ config, lib }: Context) =>
  Object.fromEntries(
    config.xdg.autostart.entries.map((entry) => [
      `autostart/${entry.split("/").at(-1)}`,
      { source: isOnSystem(entry) ? lib.file.mkOutOfStoreSymlink(entry) : entry },
    ]),
  );

/** An entry of the system is followed, so that it stays that of the installed application. */
const isOnSystem = (path: string): boolean => path.startsWith("/usr/") || path.startsWith("/run/");

export default defineModule({
  path: "xdg.autostart",
  url: import.meta.url,
  options: autostartOptions,
  config: {
    xdg: { configFile: mkIf(({ config }) => config.xdg.autostart.enable, files) },
    home: {
      activation: mkIf(({ config: { xdg } }) => xdg.autostart.enable && xdg.autostart.readOnly, {
        lockAutostart: { after: ["linkGeneration"], run: removeOthers },
      }),
    },
  },
});

/** Moves aside what applications have put there. */
function removeOthers({ config: { xdg } }: Context): string {
  const own = xdg.autostart.entries.map((entry) => `'${entry.split("/").at(-1)}'`).join(" | ");
  return `for found in '${xdg.configHome}/autostart'/*.desktop; do
  [ -e "$found" ] || continue
  case "\${found##*/}" in
    ${own || "''"}) ;;
    *) run mv "$found" "$found.disabled" ;;
  esac
done
`;
}
