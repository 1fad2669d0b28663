/** Fontconfig: which fonts are found, preferred, and how they are drawn. `fontconfig/conf.d`. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  type Json,
  option,
  type TreeOf,
  t,
  toXml,
  type XmlElement,
} from "lares/module";

const fonts = (family: string) =>
  option(t.listOf(t.str), {
    default: [],
    description: `Fonts for ${family}, the first that is installed.`,
  });

const configFile = t.submodule({
  enable: option(t.bool, { default: true, description: "Whether to have this file." }),
  label: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the entry's name",
    description: "The file's name, between its priority and its ending.",
  }),
  priority: option(t.intBetween(0, 99), {
    default: 90,
    description: "When the file is read, among the others; later ones win.",
  }),
  target: option(t.nonEmptyStr, {
    default: ({ self }) => `${String(self.priority).padStart(2, "0")}-hm-${self.label}.conf`,
    defaultText: "PRIORITY-hm-LABEL.conf",
    description: "The file's name.",
  }),
  settings: option(t.jsonObject, {
    default: {},
    description:
      'The file as data: a set is an element with its children by name, a list repeats an element, "@name" is an attribute, "#text" an element\'s text.',
    example: {
      match: { "@target": "font", edit: { "@name": "antialias", "@mode": "assign", bool: "true" } },
    },
  }),
  text: option(t.nullOr(t.lines), { default: null, description: "The file's text. Instead of `settings`." }),
  source: option(t.nullOr(t.path), { default: null, description: "The file itself. Instead of `settings`." }),
});

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether to set up fontconfig, and have fonts of installed packages found.",
  }),
  defaultFonts: {
    serif: fonts("text with serifs"),
    sansSerif: fonts("text without serifs"),
    monospace: fonts("text of one width"),
    emoji: fonts("emoji"),
  },
  antialiasing: option(t.nullOr(t.bool), { default: null, description: "Whether edges are smoothed." }),
  hinting: option(t.nullOr(t.enum("none", "slight", "medium", "full")), {
    default: null,
    description: "How much glyphs are fitted to pixels.",
  }),
  subpixelRendering: option(t.nullOr(t.enum("none", "rgb", "bgr", "vertical-rgb", "vertical-bgr")), {
    default: null,
    description: "The order of a pixel's colours, for sharper edges.",
  }),
  configFile: option(t.attrsOf(configFile), { default: {}, description: "Files of one's own, by name." }),
};
export interface FontconfigOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface FontsOptions {
    readonly fontconfig: FontconfigOptions;
  }
  interface Options {
    readonly fonts: FontsOptions;
  }
}

type Own = Context["config"]["fonts"]["fontconfig"];

export default defineProgram("fonts.fontconfig", {
  url: import.meta.url,
  options,
  files: (own, context) => ({
    [at("10-hm-fonts.conf")]: { text: document(fontFolders(context)) },
    [at("10-hm-rendering.conf")]: rendering(own),
    [at("52-hm-default-fonts.conf")]: defaultFonts(own),
    ...Object.fromEntries(
      Object.values(own.configFile)
        .filter(({ enable }) => enable)
        .map((file) => [at(file.target), ownFile(file)]),
    ),
  }),
});

const at = (name: string): string => `fontconfig/conf.d/${name}`;

const element = (name: string, content: XmlElement["content"], attributes = {}): XmlElement => ({
  name,
  attributes,
  ...(content !== undefined && { content }),
});

const document = (content: readonly XmlElement[]): string =>
  toXml(element("fontconfig", content), {
    doctype: '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
  });

/** By the fixed path of the profile, so that the list of fonts need not change with every generation. */
const fontFolders = ({ config }: Context): readonly XmlElement[] => {
  const profile = config.home.profileDirectory;
  return [
    element("description", "Fonts of installed packages"),
    element("include", `${profile}/etc/fonts/conf.d`, { ignore_missing: "yes" }),
    element("dir", `${profile}/lib/X11/fonts`),
    element("dir", `${profile}/share/fonts`),
  ];
};

const rendering = (own: Own): FileSpecification | undefined => {
  const { antialiasing, hinting, subpixelRendering } = own;
  const edits = [
    ...(antialiasing === null ? [] : [edit("antialias", element("bool", String(antialiasing)))]),
    ...(hinting === null
      ? []
      : [
          edit("hinting", element("bool", String(hinting !== "none"))),
          edit("hintstyle", element("const", `hint${hinting}`)),
        ]),
    ...(subpixelRendering === null
      ? []
      : [edit("rgba", element("const", subpixelConstant(subpixelRendering)))]),
  ];
  if (edits.length === 0) return undefined;
  return {
    text: document([
      element("description", "How fonts are drawn"),
      element("match", edits, { target: "pattern" }),
    ]),
  };
};

const subpixelConstant = (order: string): string =>
  ({ none: "none", rgb: "rgb", bgr: "bgr", "vertical-rgb": "vrgb", "vertical-bgr": "vbgr" })[order]!;

const edit = (name: string, value: XmlElement): XmlElement =>
  element("edit", [value], { name, mode: "append" });

const defaultFonts = ({ defaultFonts: { serif, sansSerif, monospace, emoji } }: Own) => {
  const families = { emoji, monospace, "sans-serif": sansSerif, serif };
  const aliases = Object.entries(families)
    .filter(([, names]) => names.length > 0)
    .map(([family, names]) =>
      element(
        "alias",
        [
          element("family", family),
          element(
            "prefer",
            names.map((name) => element("family", name)),
          ),
        ],
        { binding: "same" },
      ),
    );
  if (aliases.length === 0) return undefined;
  return { text: document([...aliases, element("description", "Preferred fonts")]) };
};

/** Of several, the one that was last said outright; settings are what remains. */
const ownFile = ({ settings, text, source }: Own["configFile"][string]): FileSpecification => {
  if (Object.keys(settings).length > 0 && text === null && source === null)
    return { text: document(elementsOf(settings)) };
  if (source !== null && text === null) return { source };
  return { text: text ?? "" };
};

const elementsOf = (data: Readonly<Record<string, Json>>): readonly XmlElement[] =>
  Object.entries(data)
    .filter(([name]) => !name.startsWith("@") && name !== "#text")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => elementOf(name, one as Json)),
    );

const elementOf = (name: string, value: Json): XmlElement => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return element(name, value === null ? undefined : String(value));
  const set = value as Readonly<Record<string, Json>>;
  const attributes = Object.fromEntries(
    Object.entries(set)
      .filter(([key]) => key.startsWith("@"))
      .map(([key, one]) => [key.slice(1), String(one)]),
  );
  return element(name, "#text" in set ? String(set["#text"]) : elementsOf(set), attributes);
};
