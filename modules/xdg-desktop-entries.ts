/** Desktop entries of one's own: `share/applications/NAME.desktop`. */
import {
  type Context,
  type DesktopGroup,
  defineModule,
  mkIf,
  option,
  removed,
  t,
  toDesktopEntry,
} from "lares/module";

const optional = <T, D>(type: Parameters<typeof t.nullOr<T, D>>[0], description: string, example?: unknown) =>
  option(t.nullOr(type), { default: null, description, ...(example !== undefined && { example }) });

const action = t.submodule({
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the action's own name",
    description: "What the menu calls the action.",
  }),
  exec: optional(t.str, "The command line of the action, with the specification's field codes."),
  icon: optional(t.str, "The action's icon: a name, or an absolute path."),
});

const entry = t.submodule({
  name: option(t.str, { description: "What menus call the application.", example: "Firefox" }),
  type: option(t.enum("Application", "Link", "Directory"), {
    default: "Application",
    description: "What the entry is for.",
  }),
  exec: optional(t.str, "The command line, with the specification's field codes.", "firefox %U"),
  icon: optional(t.str, "The icon: a name, or an absolute path.", "firefox"),
  comment: optional(t.str, "A tooltip."),
  genericName: optional(t.str, "What kind of application it is.", "Web Browser"),
  terminal: optional(t.bool, "Whether it runs in a terminal."),
  categories: optional(t.listOf(t.str), "Categories of the menu it belongs to.", ["Network", "WebBrowser"]),
  mimeType: optional(t.listOf(t.str), "MIME types it opens.", ["text/html"]),
  noDisplay: optional(t.bool, "Whether menus leave it out."),
  startupNotify: optional(t.bool, "Whether it says when it has started."),
  prefersNonDefaultGPU: optional(t.bool, "Whether it prefers the faster graphics card of several."),
  settings: option(t.attrsOf(t.str), {
    default: {},
    description: "Further keys of the entry.",
    example: { Keywords: "calc;math", DBusActivatable: "false" },
  }),
  actions: option(t.attrsOf(action), {
    default: {},
    description: "Things the application can be asked to do from its menu, by name.",
    example: { "new-window": { name: "New Window", exec: "firefox --new-window %u" } },
  }),
  extraConfig: removed("use settings"),
  fileValidation: removed("entries are not validated while they are built; desktop-file-validate does it"),
});

const options = option(t.attrsOf(entry), {
  default: {},
  description: "Desktop entries, by the name of their file without its ending.",
  example: { firefox: { name: "Firefox", exec: "firefox %U", mimeType: ["text/html"] } },
});

declare module "lares/module" {
  interface XdgOptions {
    readonly desktopEntries: typeof options;
  }
}

type Entry = Context["config"]["xdg"]["desktopEntries"][string];

const entryText = (entry: Entry): string =>
  toDesktopEntry({
    "Desktop Entry": {
      ...mainGroup(entry),
      ...(Object.keys(entry.actions).length > 0 && { Actions: Object.keys(entry.actions).sort() }),
      ...verbatim(entry.settings),
    },
    ...Object.fromEntries(
      Object.entries(entry.actions)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, one]) => [
          `Desktop Action ${name}`,
          { Name: one.name, Exec: one.exec, Icon: one.icon } satisfies DesktopGroup,
        ]),
    ),
  });

const mainGroup = (entry: Entry): DesktopGroup => ({
  Type: entry.type,
  Version: "1.5",
  Name: entry.name,
  GenericName: entry.genericName,
  NoDisplay: entry.noDisplay,
  Comment: entry.comment,
  Icon: entry.icon,
  Exec: entry.exec,
  Terminal: entry.terminal ?? false,
  Categories: entry.categories,
  MimeType: entry.mimeType,
  StartupNotify: entry.startupNotify,
  PrefersNonDefaultGPU: entry.prefersNonDefaultGPU,
});

/** Their lists have semicolons already. */
const verbatim = (settings: Readonly<Record<string, string>>): DesktopGroup => settings;

const isLinux = ({ host }: Context) => host.os === "linux";

const textsBelow = (folder: string) => (context: Context) =>
  Object.fromEntries(
    Object.entries(context.config.xdg.desktopEntries).map(([name, one]) => [
      `${folder}/${name}.desktop`,
      entryText(one),
    ]),
  );

/**
 * In the profile with those of installed packages; and in the user's own data directory, which desktops look into
 * whether or not they know the profile.
 */
export default defineModule({
  path: "xdg.desktopEntries",
  url: import.meta.url,
  options,
  config: {
    home: { profileFiles: mkIf(isLinux, textsBelow("share/applications")) },
    xdg: {
      dataFile: mkIf(isLinux, (context: Context) =>
        Object.fromEntries(
          Object.entries(textsBelow("applications")(context)).map(([path, text]) => [path, { text }]),
        ),
      ),
    },
    assertions: mkIf(
      ({ config }) => Object.keys(config.xdg.desktopEntries).length > 0,
      ({ host }) => [
        {
          assertion: host.os === "linux",
          message: "xdg.desktopEntries is for Linux only: macOS has no desktop entries.",
        },
      ],
    ),
  },
});
