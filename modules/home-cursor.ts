/** The pointer: its theme and size, for everything that draws one. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  mkDefault,
  mkIf,
  option,
  type TreeOf,
  t,
  toIni,
} from "lares/module";

const part = (what: string, on = false) =>
  option(t.bool, { default: on, description: `Whether to set it up for ${what}.` });
const sizeOf = (what: string) =>
  option(t.int, {
    default: ({ config }) => config.home.pointerCursor.size,
    defaultText: "home.pointerCursor.size",
    description: `The pointer's size in ${what}.`,
  });

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up the pointer." }),
  package: option(t.nullOr(t.package), {
    default: null,
    description: "The package that has the theme; null for one that is there already.",
  }),
  name: option(t.str, { description: "The theme's name.", example: "Vanilla-DMZ" }),
  size: option(t.int, { default: 32, description: "The pointer's size.", example: 64 }),
  dotIcons: { enable: part("programs that look into `~/.icons`", true) },
  gtk: { enable: part("GTK programs"), size: sizeOf("GTK programs") },
  x11: {
    enable: part("X"),
    size: sizeOf("X"),
    defaultCursor: option(t.str, {
      default: "left_ptr",
      description: "The pointer above the empty screen.",
      example: "X_cursor",
    }),
  },
  hyprcursor: { enable: part("Hyprland's own pointer"), size: sizeOf("Hyprland") },
  sway: { enable: part("Sway"), size: sizeOf("Sway") },
};
export interface PointerCursorOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface HomeOptions {
    readonly pointerCursor: PointerCursorOptions;
  }
}

type Own = Context["config"]["home"]["pointerCursor"];

const cursor = ({ config }: Context): Own => config.home.pointerCursor;

export default defineProgram("home.pointerCursor", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: (own, { lib }) => {
    const icons = themeFolder(own, lib);
    return {
      ...(own.dotIcons.enable && { "~/.icons/default/index.theme": indexTheme(own) }),
      ...(own.dotIcons.enable && { [`~/.icons/${own.name}`]: icons }),
      "data:icons/default/index.theme": indexTheme(own),
      [`data:icons/${own.name}`]: icons,
    };
  },
  variables: (own, { config }) => ({
    XCURSOR_PATH: `$XCURSOR_PATH\${XCURSOR_PATH:+:}${config.home.profileDirectory}/share/icons`,
    XCURSOR_SIZE: own.size,
    XCURSOR_THEME: own.name,
    HYPRCURSOR_THEME: own.hyprcursor.enable ? own.name : null,
    HYPRCURSOR_SIZE: own.hyprcursor.enable ? own.hyprcursor.size : null,
  }),
  config: {
    xresources: mkIf((context) => cursor(context).x11.enable, {
      properties: (context) => ({
        "Xcursor.theme": cursor(context).name,
        "Xcursor.size": cursor(context).x11.size,
      }),
    }),
  },
  /** The root window's pointer is set once, when the session starts. */
  whenLoaded: {
    gtk: {
      cursorTheme: mkIf(
        (context) => cursor(context).gtk.enable,
        (context: Context) => {
          const { name, package: theme, gtk } = cursor(context);
          return mkDefault({ name, package: theme, size: gtk.size });
        },
      ),
    },
    xsession: {
      profileExtra: mkIf(
        (context) => cursor(context).x11.enable,
        (context: Context) => {
          const { name, x11 } = cursor(context);
          return `xsetroot -xcf ${context.config.xdg.dataHome}/icons/${name}/cursors/${x11.defaultCursor} ${x11.size}\n`;
        },
      ),
    },
    "wayland.windowManager.sway": {
      config: mkIf(
        (context) => cursor(context).sway.enable,
        (context: Context) => {
          const { name, sway } = cursor(context);
          return { seat: { "*": { xcursor_theme: `${name} ${sway.size}` } } };
        },
      ),
    },
  },
});

const indexTheme = ({ name }: Own): FileSpecification => ({
  text: toIni({ "Icon Theme": { Name: "Default", Comment: "Default Cursor Theme", Inherits: name } }),
});

/** A theme of the system is found where the system has it. */
const themeFolder = (own: Own, lib: Context["lib"]): FileSpecification | undefined => {
  const folder = own.package?.contents ?? own.package?.outPath;
  return folder === undefined
    ? undefined
    : { source: lib.file.mkOutOfStoreSymlink(`${folder}/share/icons/${own.name}`) };
};
