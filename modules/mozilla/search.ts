/** Search engines: `search.json.mozlz4` of a profile, in version 12 of its format. */
import { type ConfigOf, type Json, option, sha256, t, toJson } from "lares/module";

type Engine = Readonly<Record<string, Json>>;

export const searchOptions = {
  enable: option(t.bool, {
    default: ({ self }) =>
      self.default !== null ||
      self.privateDefault !== null ||
      self.order.length > 0 ||
      Object.keys(self.engines).length > 0,
    internal: true,
    description: "Whether anything is said about search engines.",
  }),
  force: option(t.bool, {
    default: false,
    description:
      "Whether to replace the file that Firefox keeps its search engines in. Firefox replaces our link by a file of its own whenever it writes it, so without this the next switch asks.",
  }),
  default: option(t.nullOr(t.str), {
    default: null,
    apply: (id) => id && idOf(id),
    description: "Id of the engine that the address bar uses; null leaves the choice to the browser.",
    example: "ddg",
  }),
  privateDefault: option(t.nullOr(t.str), {
    default: null,
    apply: (id) => id && idOf(id),
    description: "Id of the engine that private windows use; null leaves the choice to the browser.",
    example: "ddg",
  }),
  order: option(t.uniq(t.listOf(t.str)), {
    default: [],
    apply: (ids) => ids.map(idOf),
    description: "Ids of engines in the order in which they are shown; the others follow.",
    example: ["ddg", "google"],
  }),
  engines: option(t.attrsOf(t.attrsOf(t.json)), {
    default: {},
    apply: (engines) => Object.fromEntries(Object.entries(engines).map(([id, engine]) => [idOf(id), engine])),
    description:
      "Engines by id. One of the browser's own takes `metaData` only (`alias`, `hidden`); one of yours takes `name`, `urls`, `definedAliases`, `icon` (a file), `iconMapObj` (addresses by size) and more, as in Firefox's search.json.",
    example: {
      "nix-packages": {
        name: "Nix Packages",
        urls: [{ template: "https://search.nixos.org/packages?query={searchTerms}" }],
        definedAliases: ["@np"],
      },
    },
  }),
};
export type Search = ConfigOf<typeof searchOptions>;

/** Ids of the engines that Firefox knew by name before version 12. */
const idOf = (name: string): string =>
  ({
    Baidu: "baidu",
    Bing: "bing",
    DuckDuckGo: "ddg",
    Ecosia: "ecosia",
    Google: "google",
    Qwant: "qwant",
    eBay: "ebay",
    "Amazon.com": "amazondotcom-us",
    "Wikipedia (en)": "wikipedia",
  })[name] ?? name;

export interface SearchPlace {
  /** The browser's own name, as it calls itself. */
  readonly application: string;
  /** The name of the profile's folder. */
  readonly profileFolder: string;
  /** Where the option with the engines is. */
  readonly optionPath: string;
}

export const searchJson = (search: Search, place: SearchPlace): string => {
  const { default: standard, privateDefault, order, engines } = search;
  const ids = [...new Set([...Object.keys(engines), ...order, standard, privateDefault])].filter(
    (id) => id !== null,
  );
  const rest = ids.filter((id) => !order.includes(id)).sort();
  return toJson({
    version: 12,
    engines: [...order, ...rest].map((id) => engineJson(id, engines[id] ?? {}, order.indexOf(id) + 1, place)),
    metaData: {
      useSavedOrder: order.length > 0,
      ...(standard !== null && {
        defaultEngineId: standard,
        defaultEngineIdHash: verificationHash(standard, place),
      }),
      ...(privateDefault !== null && {
        privateDefaultEngineId: privateDefault,
        privateDefaultEngineIdHash: verificationHash(privateDefault, place),
      }),
    },
  } as never);
};

/** An engine about which nothing but `metaData` is said is one of the browser's own. */
const engineJson = (id: string, engine: Engine, order: number, { optionPath }: SearchPlace): Json => {
  const { metaData, ...own } = engine;
  const shared = { id, _metaData: { ...(metaData as object), ...(order > 0 && { order }) } };
  if (Object.keys(own).length === 0) return { ...shared, _isAppProvided: true } as Json;
  return {
    ...shared,
    _isAppProvided: false,
    _loadPath: `[lares]/${optionPath}.${quotedName(id)}`,
    _name: id,
    ...Object.fromEntries(Object.entries(withIcons(own)).map(([name, value]) => [underscored(name), value])),
  } as Json;
};

const underscored = (name: string): string => (internalFields.has(name) ? `_${name}` : name);

/** Names that Firefox writes with an underscore. */
const internalFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...["name", "isAppProvided", "loadPath", "hasPreferredIcon", "updateInterval", "updateURL"],
  ...["iconUpdateURL", "iconURL", "iconMapObj", "metaData", "orderHint", "definedAliases", "urls"],
]);

/** All ways in which an icon was ever given come to addresses by size in pixels. */
const withIcons = (engine: Engine): Engine => {
  const { icon, iconURL, iconUpdateURL, iconMapObj, ...others } = engine;
  const address = [icon, iconURL, iconUpdateURL].find((one) => typeof one === "string");
  const sizes = {
    ...(address !== undefined && { "16": addressOf(address as string) }),
    ...Object.fromEntries(
      Object.entries((iconMapObj ?? {}) as Engine).map(([size, one]) => [
        sizeOf(size),
        typeof one === "string" ? addressOf(one) : one,
      ]),
    ),
  };
  return Object.keys(sizes).length === 0 ? others : { ...others, iconMapObj: sizes as Json };
};

const addressOf = (icon: string): string => (icon.startsWith("/") ? `file://${icon}` : icon);

/** `{"width":16,"height":16}`, as sizes were written before, means 16. */
const sizeOf = (size: string): string => /^\{"width":\s*(\d+)/.exec(size)?.[1] ?? size;

const quotedName = (name: string): string => (/^[A-Za-z_][\w'-]*$/.test(name) ? name : JSON.stringify(name));

/** Firefox takes a default engine only with this hash, bound to the profile's folder (SearchUtils.getVerificationHash). */
const verificationHash = (id: string, { application, profileFolder }: SearchPlace): string => {
  const disclaimer = `By modifying this file, I agree that I am doing so only within ${application} itself, using official, user-driven search engine selection processes, and in a way which does not circumvent user consent. I acknowledge that any attempt to change this file from outside of ${application} is a malicious act, and will be responded to accordingly.`;
  return sha256(profileFolder + id + disclaimer, "base64");
};
