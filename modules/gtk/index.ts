/** The look of GTK programs: `.gtkrc-2.0`, `gtk-3.0/`, `gtk-4.0/`, and what desktops read by dconf. */
import {
  defineProgram,
  type FileSpecification,
  joinText,
  type PackageReference,
  toIni,
  toKeyValue,
} from "lares/module";
import { type Look, type Own, options } from "./options.ts";

export default defineProgram("gtk", {
  url: import.meta.url,
  options,
  packages: (own) => [own, own.gtk2, own.gtk3, own.gtk4].flatMap(packagesOf),
  files: (own) => ({
    [own.gtk2.configLocation]: own.gtk2.enable && gtk2File(own.gtk2),
    ...(own.gtk3.enable && gtk3Files(own.gtk3)),
    ...(own.gtk4.enable && gtk4Files(own.gtk4)),
  }),
  variables: ({ gtk2 }) => ({ GTK2_RC_FILES: gtk2.enable ? gtk2.configLocation : null }),
  config: { dconf: { settings: ({ config }) => interfaceSettings(config.gtk) } },
});

const packagesOf = ({ theme, iconTheme, cursorTheme, font }: Look): readonly (PackageReference | null)[] =>
  [theme, iconTheme, cursorTheme, font].map((one) => one?.package ?? null);

/** By the names that all versions use. */
const lookSettings = ({ theme, iconTheme, cursorTheme, font }: Look) => ({
  ...(font !== null && { "gtk-font-name": fontText(font) }),
  ...(theme !== null && { "gtk-theme-name": theme.name }),
  ...(iconTheme !== null && { "gtk-icon-theme-name": iconTheme.name }),
  ...(cursorTheme !== null && { "gtk-cursor-theme-name": cursorTheme.name }),
  ...(cursorTheme !== null && cursorTheme.size !== null && { "gtk-cursor-theme-size": cursorTheme.size }),
});

const usualFontSize = 11;
const fontText = ({ name, size }: { name: string; size: number | null }): string =>
  `${name} ${size ?? usualFontSize}`;

const gtk2File = (own: Own["gtk2"]): FileSpecification | undefined => {
  const lines = toKeyValue(lookSettings(own), {
    separator: " = ",
    value: (value) => (typeof value === "string" ? JSON.stringify(value) : String(value)),
  });
  const file = joinText(lines, own.extraConfig);
  return file && { ...file, force: own.force };
};

const gtk3Files = (own: Own["gtk3"]): Record<string, FileSpecification | undefined> => ({
  "gtk-3.0/settings.ini": settingsFile({
    ...lookSettings(own),
    ...(own.colorScheme === "dark" && { "gtk-application-prefer-dark-theme": true }),
    ...own.extraConfig,
  }),
  "gtk-3.0/gtk.css": joinText(own.extraCss),
  "gtk-3.0/bookmarks": joinText(own.bookmarks.join("\n")),
});

const gtk4Files = (own: Own["gtk4"]): Record<string, FileSpecification | undefined> => ({
  "gtk-4.0/settings.ini": settingsFile({
    ...lookSettings(own),
    ...(own.colorScheme !== null && { "gtk-interface-color-scheme": own.colorScheme === "dark" ? 2 : 3 }),
    ...own.extraConfig,
  }),
  "gtk-4.0/gtk.css": joinText(themeImport(own.theme), own.extraCss),
});

const settingsFile = (settings: Readonly<Record<string, string | number | boolean>>) =>
  Object.keys(settings).length === 0 ? undefined : { text: toIni({ Settings: settings }) };

/** GTK 4 does not look for themes by name, but it reads the user's style, which can import one. */
const themeImport = (theme: Own["gtk4"]["theme"]): string => {
  const folder = theme?.package?.outPath;
  return folder === undefined
    ? ""
    : `@import url("file://${folder}/share/themes/${theme!.name}/gtk-4.0/gtk.css");\n`;
};

/** What GNOME and its portals go by. */
const interfaceSettings = (own: Own): Readonly<Record<string, Record<string, string | number>>> => {
  const { theme, iconTheme, cursorTheme, font, colorScheme } = own;
  const settings = {
    ...(font !== null && { "font-name": fontText(font) }),
    ...(theme !== null && { "gtk-theme": theme.name }),
    ...(iconTheme !== null && { "icon-theme": iconTheme.name }),
    ...(cursorTheme !== null && { "cursor-theme": cursorTheme.name }),
    ...(cursorTheme !== null && cursorTheme.size !== null && { "cursor-size": cursorTheme.size }),
    ...(colorScheme !== null && { "color-scheme": `prefer-${colorScheme}` }),
  };
  return Object.keys(settings).length === 0
    ? {}
    : { "org/gnome/desktop/interface": settings as Record<string, string | number> };
};
