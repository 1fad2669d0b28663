/** The look of Qt programs. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  option,
  type PackageReference,
  packageNamed,
  quoteShell,
  renamed,
  type TreeOf,
  t,
  toIni,
} from "lares/module";

const themes = ["gtk", "gtk3", "gnome", "adwaita", "lxqt", "qtct", "kde", "kde6"] as const;

const platformTheme = t.coercedTo(
  t.enum(...themes),
  (name) => ({ name: name === "gtk" ? "gtk2" : name === "qtct" ? "qt5ct" : name }),
  t.submodule({
    name: option(t.nullOr(t.str), {
      default: null,
      description: "The platform theme, as QT_QPA_PLATFORMTHEME takes it.",
      example: "adwaita",
    }),
    package: option(t.nullOr(t.coercedTo(t.package, (one: PackageReference) => [one], t.listOf(t.package))), {
      default: null,
      description: "The packages that have the theme; null for those that are known for its name.",
    }),
  }),
);

const style = t.submodule({
  name: option(t.nullOr(t.str), {
    default: null,
    description: "The style, as QT_STYLE_OVERRIDE takes it.",
    example: "adwaita-dark",
  }),
  package: option(t.nullOr(t.coercedTo(t.package, (one: PackageReference) => [one], t.listOf(t.package))), {
    default: null,
    description: "The packages that have the style; null for those that are known for its name.",
  }),
});

const ct = formats.ini({ lists: { join: ", " } });
const atom = t.oneOf(formats.iniAtom, t.listOf(formats.iniAtom));

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up the look of Qt programs." }),
  platformTheme: option(t.nullOr(platformTheme), {
    default: null,
    description: "What Qt programs take their look from: a name, or a name with packages.",
    example: "gtk",
  }),
  useGtkTheme: renamed<boolean>("qt.platformTheme", { convert: (used) => (used ? { name: "gtk2" } : null) }),
  style: option(style, { description: "The style of Qt programs, whatever the platform's theme says." }),
  qt5ctSettings: option(t.nullOr(ct.type), {
    default: null,
    description: "Settings of qt5ct.",
    example: { Appearance: { style: "kvantum", icon_theme: "Papirus-Dark" } },
  }),
  qt6ctSettings: option(t.nullOr(ct.type), {
    default: null,
    description: "Settings of qt6ct.",
    example: { Appearance: { style: "kvantum", icon_theme: "Papirus-Dark" } },
  }),
  kvantum: {
    enable: option(t.bool, { default: false, description: "Whether to set up Kvantum." }),
    settings: option(t.attrsOf(t.attrsOf(atom)), {
      default: {},
      description: "Settings of Kvantum: the theme in `General`, applications by theme in `Applications`.",
      example: { General: { theme: "KvAdapta" }, Applications: { KvArc: ["app1", "app2"] } },
    }),
    themes: option(t.listOf(t.package), { default: [], description: "Packages of Kvantum's themes." }),
  },
  kde: {
    settings: option(t.attrsOf(t.jsonObject), {
      default: {},
      description:
        "Settings of KDE, by file, group (or groups in each other) and key. A switch writes each by `kwriteconfig6`; null deletes a key.",
      example: { powermanagementprofilesrc: { AC: { HandleButtonEvents: { lidAction: 32 } } } },
    }),
  },
};
export interface QtOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface Options {
    readonly qt: QtOptions;
  }
}

type Own = Context["config"]["qt"];

/** What is installed for a theme or a style that names no packages. */
const knownPackages: Readonly<Record<string, readonly string[]>> = {
  gtk2: ["qtstyleplugins", "qt6gtk2"],
  gtk3: ["qtbase"],
  gnome: ["qgnomeplatform", "qgnomeplatform-qt6"],
  adwaita: ["qadwaitadecorations", "qadwaitadecorations-qt6"],
  lxqt: ["lxqt-qtplugin", "lxqt-config"],
  qt5ct: ["qt5ct", "qt6ct"],
  kde: ["plasma-integration", "systemsettings"],
  "adwaita-dark": ["adwaita-qt", "adwaita-qt6"],
  breeze: ["breeze-qt5", "breeze"],
  kvantum: ["qtstyleplugin-kvantum", "qtstyleplugin-kvantum-qt5"],
};

const packagesFor = ({ name, package: own }: Own["style"]): readonly PackageReference[] =>
  own ?? (knownPackages[name ?? ""] ?? []).map((known) => packageNamed(known));

/** What Qt calls it; some names stand for another with a style. */
const qtNames: Readonly<Record<string, string>> = { gtk2: "gtk2", kde6: "kde", adwaita: "adwaita" };

export default defineProgram("qt", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: ({ platformTheme: theme, style: own, kvantum }) => [
    ...(theme === null ? [] : packagesFor(theme)),
    ...packagesFor(own),
    ...(kvantum.enable ? packagesFor({ name: "kvantum", package: null }) : []),
    ...kvantum.themes,
  ],
  files: ({ qt5ctSettings, qt6ctSettings, kvantum }) => ({
    "qt5ct/qt5ct.conf": qt5ctSettings && ct.file(qt5ctSettings),
    "qt6ct/qt6ct.conf": qt6ctSettings && ct.file(qt6ctSettings),
    "Kvantum/kvantum.kvconfig": kvantum.enable && kvantumFile(kvantum.settings as never),
    ...Object.fromEntries(kvantum.themes.flatMap(themeFolder)),
  }),
  variables: ({ platformTheme: theme, style: own }, { config }) => ({
    QT_QPA_PLATFORMTHEME: theme?.name ? (qtNames[theme.name] ?? theme.name) : null,
    QT_STYLE_OVERRIDE: own.name,
    QT_PLUGIN_PATH: `$QT_PLUGIN_PATH\${QT_PLUGIN_PATH:+:}${pathsIn(config.home.profileDirectory, "plugins")}`,
    QML2_IMPORT_PATH: `$QML2_IMPORT_PATH\${QML2_IMPORT_PATH:+:}${pathsIn(config.home.profileDirectory, "qml")}`,
  }),
  config: {
    home: {
      activation: ({ config }) =>
        Object.keys(config.qt.kde.settings).length === 0
          ? {}
          : { kconfig: { after: ["linkGeneration"], run: kdeCommands(config) } },
    },
  },
});

const pathsIn = (profile: string, kind: string): string =>
  ["qt-5", "qt-6"].map((version) => `${profile}/lib/${version}/${kind}`).join(":");

const kvantumFile = (settings: Parameters<typeof toIni>[0]): FileSpecification | undefined =>
  Object.keys(settings).length === 0 ? undefined : { text: toIni(settings, { lists: { join: ", " } }) };

/** Kvantum looks for themes in its own folder of the configuration. */
const themeFolder = ({ contents, outPath }: PackageReference): [string, FileSpecification][] => {
  const folder = contents ?? outPath;
  return folder === undefined || folder.startsWith("@")
    ? []
    : [["Kvantum", { source: `${folder}/share/Kvantum`, recursive: true }]];
};

/** KDE's programs write these files themselves, so keys are set one by one. */
const kdeCommands = ({ qt, xdg }: Context["config"]): string =>
  Object.entries(qt.kde.settings)
    .flatMap(([file, settings]) =>
      keysOf(settings as Settings, []).map((key) => writeCommand(`${xdg.configHome}/${file}`, key)),
    )
    .join("");

type Settings = { readonly [name: string]: Settings | string | number | boolean | null };
interface Key {
  readonly groups: readonly string[];
  readonly name: string;
  readonly value: string | number | boolean | null;
}

const keysOf = (settings: Settings, groups: readonly string[]): readonly Key[] =>
  Object.entries(settings).flatMap(([name, value]) =>
    typeof value === "object" && value !== null
      ? keysOf(value, [...groups, name])
      : [{ groups, name, value }],
  );

const writeCommand = (file: string, { groups, name, value }: Key): string => {
  const group = groups.map((one) => `--group ${quoteShell(one)} `).join("");
  const change =
    value === null
      ? "--delete"
      : `${typeof value === "boolean" ? "--type bool " : ""}-- ${quoteShell(String(value))}`;
  return `run kwriteconfig6 --file '${file}' ${group}--key ${quoteShell(name)} ${change}\n`;
};
