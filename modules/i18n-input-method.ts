/** Input methods, for scripts with more signs than a keyboard has keys: fcitx5, kime, uim, hime, nabi. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  linesOption,
  option,
  removed,
  renamed,
  sortedEntries,
  sourcePath,
  type TreeOf,
  t,
  toIni,
  toIniWithGlobalSection,
} from "lares/module";

const types = t.nullOr(t.enum("fcitx", "fcitx5", "nabi", "uim", "hime", "kime"));

/** fcitx5 writes truth with a capital letter. */
const style = {
  value: (value: unknown) => (typeof value === "boolean" ? (value ? "True" : "False") : String(value)),
  section: (name: string) => name,
  key: (key: string) => key,
} as const;
const sections = t.attrsOf(t.attrsOf(formats.iniAtom));

const theme = t.submodule({
  theme: option(t.nullOr(t.oneOf(sourcePath, t.lines, sections)), {
    default: null,
    description: "The theme: its sections, its text, or its file.",
  }),
  highlightImage: option(t.nullOr(t.path), {
    default: null,
    description: "The image behind what is chosen.",
  }),
  panelImage: option(t.nullOr(t.path), { default: null, description: "The image behind the panel." }),
});

const variable = t.nullOr(t.oneOf(t.str, t.int, t.float, t.bool));

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up an input method." }),
  type: option(types, { default: null, description: "Which input method.", example: "fcitx5" }),
  enabled: renamed<string | null>("i18n.inputMethod.type"),
  package: option(t.nullOr(t.package), {
    default: null,
    defaultText: "the package of the chosen type",
    description: "The package of the input method; null for that of its type.",
  }),
  fcitx5: {
    addons: option(t.listOf(t.package), {
      default: [],
      description: "Packages of fcitx5's add-ons.",
      example: ["fcitx5-rime"],
    }),
    waylandFrontend: option(t.bool, {
      default: false,
      description: "Whether programs speak to fcitx5 by Wayland alone, without the variables for GTK and Qt.",
    }),
    ignoreUserConfig: option(t.bool, {
      default: false,
      description: "Whether fcitx5 does not look at what the person has set in its own dialogs.",
    }),
    sessionVariables: option(t.lazyAttrsOf(variable), {
      default: { GLFW_IM_MODULE: "ibus", SDL_IM_MODULE: "fcitx", XMODIFIERS: "@im=fcitx" },
      description: "Variables by which programs find fcitx5.",
    }),
    quickPhrase: option(t.attrsOf(t.str), {
      default: {},
      description: "Phrases by the word they are typed by.",
      example: { smile: "（・∀・）" },
    }),
    quickPhraseFiles: option(t.attrsOf(t.path), {
      default: {},
      description: "Files of such phrases, by name.",
    }),
    settings: {
      globalOptions: option(sections, { default: {}, description: "fcitx5's own file, `config`." }),
      inputMethod: option(sections, { default: {}, description: "Groups of input methods, `profile`." }),
      addons: option(
        t.attrsOf(
          t.submodule({
            globalSection: option(t.attrsOf(formats.iniAtom), {
              default: {},
              description: "Keys above the first section.",
            }),
            sections: option(sections, { default: {}, description: "Sections." }),
          }),
        ),
        { default: {}, description: "Files of add-ons, by their name." },
      ),
    },
    systemd: {
      enable: option(t.bool, {
        default: true,
        description: "Whether systemd starts fcitx5 with the session.",
      }),
    },
    themes: option(t.lazyAttrsOf(theme), { default: {}, description: "Themes, by name." }),
    "fcitx5-with-addons": removed("add-ons are installed beside fcitx5: programs find them in the profile"),
  },
  kime: {
    extraConfig: linesOption("kime's file, in YAML."),
    config: removed("use i18n.inputMethod.kime.extraConfig"),
  },
  uim: {
    toolbar: option(t.enum("gtk", "gtk3", "gtk-systray", "gtk3-systray", "qt4"), {
      default: "gtk",
      description: "The toolbar of uim.",
    }),
  },
};
export interface InputMethodOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface I18nOptions {
    readonly inputMethod: InputMethodOptions;
  }
}

type Own = Context["config"]["i18n"]["inputMethod"];

/** What GTK, Qt and X call each. */
const moduleNames: Readonly<Record<string, string>> = {
  fcitx: "fcitx",
  fcitx5: "fcitx",
  hime: "hime",
  kime: "kime",
  nabi: "nabi",
  uim: "uim",
};

export default defineProgram("i18n.inputMethod", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: (own) =>
    [own.package ?? own.type, ...(own.type === "fcitx5" ? own.fcitx5.addons : [])].map(asPackage),
  variables: (own) => {
    if (own.type === null) return {};
    return own.type === "fcitx5" ? fcitxVariables(own.fcitx5) : commonVariables(moduleNames[own.type]!);
  },
  files: (own) => ({
    ...(own.type === "fcitx5" && fcitxFiles(own.fcitx5)),
    ...(own.type === "kime" && { "kime/config.yaml": { text: own.kime.extraConfig } }),
  }),
  units: (own, { lib }) => ({ services: servicesOf(own, lib) }),
});

function asPackage<T>(found: T | string | null) {
  return typeof found === "string"
    ? { kind: "package" as const, name: found }
    : (found as Exclude<T, string>);
}

const commonVariables = (name: string) => ({
  GTK_IM_MODULE: name,
  QT_IM_MODULE: name,
  XMODIFIERS: `@im=${name}`,
});

const fcitxVariables = ({ waylandFrontend, ignoreUserConfig, sessionVariables }: Own["fcitx5"]) => ({
  ...(!waylandFrontend && { GTK_IM_MODULE: "fcitx", QT_IM_MODULE: "fcitx" }),
  ...(ignoreUserConfig && { SKIP_FCITX_USER_PATH: "1" }),
  ...sessionVariables,
});

type Entries = Record<string, FileSpecification | false>;

const fcitxFiles = (own: Own["fcitx5"]): Entries => ({
  "fcitx5/config": iniFile(own.settings.globalOptions),
  "fcitx5/profile": iniFile(own.settings.inputMethod),
  ...Object.fromEntries(
    sortedEntries(own.settings.addons).map(([name, { globalSection, sections: own }]) => [
      `fcitx5/conf/${name}.conf`,
      { text: toIniWithGlobalSection({ global: globalSection, sections: own }, style) },
    ]),
  ),
  "data:fcitx5/data/QuickPhrase.mb": Object.keys(own.quickPhrase).length > 0 && {
    text: sortedEntries(own.quickPhrase)
      .map(([word, phrase]) => `${word} ${phrase}\n`)
      .join(""),
  },
  ...Object.fromEntries(
    sortedEntries(own.quickPhraseFiles).map(([name, source]) => [
      `data:fcitx5/data/quickphrase.d/${name}.mb`,
      { source },
    ]),
  ),
  ...Object.fromEntries(sortedEntries(own.themes).flatMap(([name, one]) => themeFiles(name, one))),
});

const iniFile = (settings: Parameters<typeof toIni>[0]): FileSpecification | false =>
  Object.keys(settings).length > 0 && { text: toIni(settings, style) };

const themeFiles = (name: string, { theme, highlightImage, panelImage }: Own["fcitx5"]["themes"][string]) => {
  const at = (file: string) => `data:fcitx5/themes/${name}/${file}`;
  return [
    ...(theme === null ? [] : [[at("theme.conf"), themeFile(theme)] as const]),
    ...(highlightImage === null ? [] : [[at("highlight.svg"), { source: highlightImage }] as const]),
    ...(panelImage === null ? [] : [[at("panel.svg"), { source: panelImage }] as const]),
  ];
};

const themeFile = (theme: string | Parameters<typeof toIni>[0]): FileSpecification => {
  if (typeof theme !== "string") return { text: toIni(theme, style) };
  return sourcePath.check(theme) ? { source: theme } : { text: theme };
};

const daemons: Readonly<Record<string, readonly [string, string, string]>> = {
  fcitx: ["fcitx-daemon", "fcitx", "Fcitx input method editor"],
  fcitx5: ["fcitx5-daemon", "fcitx5", "Fcitx5 input method editor"],
  hime: ["hime-daemon", "hime", "Hime input method editor"],
  kime: ["kime-daemon", "kime", "Kime input method editor"],
  nabi: ["nabi-daemon", "nabi", "Nabi input method editor"],
  uim: ["uim-daemon", "uim-xim", "Uim input method editor"],
};

const servicesOf = (own: Own, lib: Context["lib"]) => {
  if (own.type === null || (own.type === "fcitx5" && !own.fcitx5.systemd.enable)) return {};
  const [unit, program, description] = daemons[own.type]!;
  return {
    [unit]: {
      Unit: {
        Description: description,
        PartOf: ["graphical-session.target"],
        After: ["graphical-session.target"],
      },
      Service: { ExecStart: lib.program(own.package ?? own.type, program) },
      Install: { WantedBy: ["graphical-session.target"] },
    },
  };
};
