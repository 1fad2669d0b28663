/** D-Bus services of the user's own: `$XDG_DATA_HOME/dbus-1/services`, where the session's bus looks for them. */
import { type Context, defineModule, option, t } from "lares/module";

const dbusOptions = {
  packages: option(t.listOf(t.package), {
    default: [],
    description:
      "Packages whose `share/dbus-1/services` the session's bus is to know, so that it can start their services when they are asked for. Those of the system it knows already.",
  }),
};
type Tree = typeof dbusOptions;
export interface DbusOptions extends Tree {}
const options: DbusOptions = dbusOptions;

declare module "lares/module" {
  interface Options {
    readonly dbus: DbusOptions;
  }
}

/** One folder laid over by each of the packages. */
const services = ({ config }: Context) =>
  Object.fromEntries(
    config.dbus.packages.flatMap(({ outPath }) =>
      outPath === undefined
        ? []
        : [
            [
              `dbus-1/services of ${outPath}`,
              {
                target: "dbus-1/services",
                source: `${outPath}/share/dbus-1/services`,
                recursive: true,
                onChange: reload,
              },
            ],
          ],
    ),
  );

/** The bus watches folders that were there when it was started. */
const reload = `if [ -n "\${DBUS_SESSION_BUS_ADDRESS:-}" ] && command -v dbus-send >/dev/null; then
  run dbus-send --session --dest=org.freedesktop.DBus / org.freedesktop.DBus.ReloadConfig
fi
`;

export default defineModule({
  path: "dbus",
  url: import.meta.url,
  options,
  config: { xdg: { dataFile: services } },
});
