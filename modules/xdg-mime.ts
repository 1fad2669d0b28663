/** Which applications open what: `mimeapps.list`. */
import { type Context, defineModule, mkIf, option, packageNamed, removed, t, toIni } from "lares/module";

const applications = (description: string, example: Readonly<Record<string, string | readonly string[]>>) =>
  option(t.attrsOf(t.coercedTo(t.str, (name: string) => name.split(";").filter(Boolean), t.listOf(t.str))), {
    default: {},
    description,
    example,
  });

const mimeAppsOptions = {
  enable: option(t.bool, {
    default: false,
    description: "Whether to say which applications open which kinds of file.",
  }),
  associations: {
    added: applications("Desktop files of further applications, by MIME type.", {
      "image/png": ["org.gimp.GIMP.desktop"],
    }),
    removed: applications("Desktop files of applications that are not for a MIME type after all.", {
      "text/plain": "libreoffice.desktop",
    }),
  },
  defaultApplications: applications(
    "Desktop files by MIME type, the first that is installed opens files of the type.",
    { "text/html": "firefox.desktop", "image/png": ["imv.desktop", "feh.desktop"] },
  ),
  defaultApplicationPackages: removed(
    "packages are not looked into while a configuration is evaluated; name their desktop files in xdg.mimeApps.defaultApplications",
  ),
};
type AppsTree = typeof mimeAppsOptions;
export interface MimeAppsOptions extends AppsTree {}

const mimeOptions = {
  enable: option(t.bool, {
    default: ({ host }) => host.os === "linux",
    defaultText: "true on Linux",
    description:
      "Accepted for homes that are carried over: desktops make the caches of MIME types by themselves when they need them.",
  }),
  sharedMimeInfoPackage: option(t.package, {
    default: packageNamed("shared-mime-info"),
    description: "Accepted for homes that are carried over, without effect.",
  }),
  desktopFileUtilsPackage: option(t.package, {
    default: packageNamed("desktop-file-utils"),
    description: "Accepted for homes that are carried over, without effect.",
  }),
};
type MimeTree = typeof mimeOptions;
export interface MimeOptions extends MimeTree {}

declare module "lares/module" {
  interface XdgOptions {
    readonly mimeApps: MimeAppsOptions;
    readonly mime: MimeOptions;
  }
}

const enabled = ({ config }: Context) => config.xdg.mimeApps.enable;

const list = ({ config }: Context): string => {
  const { associations, defaultApplications } = config.xdg.mimeApps;
  return toIni(
    {
      "Added Associations": associations.added,
      "Default Applications": defaultApplications,
      "Removed Associations": associations.removed,
    },
    { lists: { join: ";" }, key: (key) => key },
  );
};

/** Under the data directory too, where older programs look. */
export default defineModule({
  path: "xdg.mimeApps",
  url: import.meta.url,
  options: mimeAppsOptions,
  more: { "xdg.mime": mimeOptions },
  config: {
    xdg: {
      configFile: mkIf(enabled, { "mimeapps.list": { text: list } }),
      dataFile: mkIf(enabled, { "applications/mimeapps.list": { text: list } }),
    },
    assertions: mkIf(enabled, ({ host }) => [
      { assertion: host.os === "linux", message: "xdg.mimeApps is for Linux only: macOS does not read it." },
    ]),
  },
});
