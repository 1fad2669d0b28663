/** What can be said about GTK. */
import { type ConfigOf, linesOption, option, type TreeOf, t } from "lares/module";

const themeOf = (what: string, example: string) =>
  t.submodule({
    name: option(t.str, { description: `The ${what}'s name.`, example }),
    package: option(t.nullOr(t.package), {
      default: null,
      description: `The package that has the ${what}; null for one that is there already.`,
    }),
  });

const cursorTheme = t.submodule({
  name: option(t.str, { description: "The cursor theme's name.", example: "Vanilla-DMZ" }),
  package: option(t.nullOr(t.package), {
    default: null,
    description: "The package that has the cursor theme; null for one that is there already.",
  }),
  size: option(t.nullOr(t.int), { default: null, description: "The cursor's size.", example: 16 }),
});

const font = t.submodule({
  name: option(t.str, { description: "The font's name.", example: "DejaVu Sans" }),
  package: option(t.nullOr(t.package), {
    default: null,
    description: "The package that has the font; null for one that is there already.",
  }),
  size: option(t.nullOr(t.number), { default: null, description: "The font's size, in points.", example: 8 }),
});

const colorScheme = t.nullOr(t.enum("dark", "light"));

/** The look of one version, or of all of them; `inherited` names what a version has from all of them. */
const lookOptions = (of: string, inherited: readonly (keyof LookTypes)[]) => {
  const inherits = (name: keyof LookTypes) => ({
    // biome-ignore lint/suspicious/noExplicitAny: a tree cannot name its own config while it is inferred
    default: ({ config }: { config: any }) => (inherited.includes(name) ? config.gtk[name] : null),
    ...(inherited.includes(name) ? { defaultText: `gtk.${name}` } : { defaultText: "null" }),
  });
  return {
    theme: option(lookTypes.theme, { ...inherits("theme"), description: `The theme of ${of}.` }),
    iconTheme: option(lookTypes.iconTheme, { ...inherits("iconTheme"), description: `The icons of ${of}.` }),
    cursorTheme: option(lookTypes.cursorTheme, {
      ...inherits("cursorTheme"),
      description: `The cursor of ${of}.`,
    }),
    font: option(lookTypes.font, { ...inherits("font"), description: `The font of ${of}.` }),
  };
};

const lookTypes = {
  theme: t.nullOr(themeOf("theme", "Adwaita")),
  iconTheme: t.nullOr(themeOf("icon theme", "Adwaita")),
  cursorTheme: t.nullOr(cursorTheme),
  font: t.nullOr(font),
};
type LookTypes = typeof lookTypes;

const settings = (version: string) =>
  option(t.attrsOf(t.oneOf(t.bool, t.int, t.str)), {
    default: {},
    description: `Further keys of ${version}'s \`settings.ini\`.`,
    example: { "gtk-cursor-blink": false, "gtk-recent-files-limit": 20 },
  });

const colorSchemeOf = (version: string) =>
  option(colorScheme, {
    default: ({ config }) => config.gtk.colorScheme,
    defaultText: "gtk.colorScheme",
    description: `Whether ${version} programs are dark or light; null leaves it to them.`,
  });

const enabledVersion = (version: string) =>
  option(t.bool, { default: true, description: `Whether to set up ${version} too.` });

const gtkOptions = {
  enable: option(t.bool, { default: false, description: "Whether to set up the look of GTK programs." }),
  ...lookOptions("all versions", []),
  colorScheme: option(colorScheme, {
    default: null,
    description: "Whether programs are dark or light; null leaves it to them.",
  }),
  gtk2: {
    enable: enabledVersion("GTK 2"),
    ...lookOptions("GTK 2", ["theme", "iconTheme", "cursorTheme", "font"]),
    configLocation: option(t.path, {
      default: ({ config }) => `${config.home.homeDirectory}/.gtkrc-2.0`,
      defaultText: "~/.gtkrc-2.0",
      description: "Where GTK 2's file is kept, absolute.",
    }),
    extraConfig: linesOption("Further lines of GTK 2's file.", "gtk-can-change-accels = 1"),
    force: option(t.bool, {
      default: false,
      description: "Whether to replace a file that desktops have written there; a backup is kept.",
    }),
  },
  gtk3: {
    enable: enabledVersion("GTK 3"),
    ...lookOptions("GTK 3", ["theme", "iconTheme", "cursorTheme", "font"]),
    colorScheme: colorSchemeOf("GTK 3"),
    extraConfig: settings("GTK 3"),
    extraCss: linesOption("Style of one's own for GTK 3."),
    bookmarks: option(t.listOf(t.str), {
      default: [],
      description: "Places in the file chooser's side bar: an address, and after a space a name.",
      example: ["file:///home/alice/Documents"],
    }),
  },
  gtk4: {
    enable: enabledVersion("GTK 4"),
    /** GTK 4 has no themes but its own: one for the other versions is not meant for it. */
    ...lookOptions("GTK 4", ["iconTheme", "cursorTheme", "font"]),
    colorScheme: colorSchemeOf("GTK 4"),
    extraConfig: settings("GTK 4"),
    extraCss: linesOption("Style of one's own for GTK 4."),
  },
};
export interface GtkOptions extends TreeOf<typeof gtkOptions> {}
export const options: GtkOptions = gtkOptions;

export type Own = ConfigOf<GtkOptions>;
export type Look = Pick<Own, "theme" | "iconTheme" | "cursorTheme" | "font">;

declare module "lares/module" {
  interface Options {
    readonly gtk: GtkOptions;
  }
}
