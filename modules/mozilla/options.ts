/** What can be said about a browser of the Firefox family. */
import {
  type ConfigOf,
  isPackage,
  linesOption,
  option,
  type PackageReference,
  packageNamed,
  type TextOrSource,
  type Type,
  t,
  textOrSource,
} from "lares/module";
import { type BookmarkItem, type BookmarksDefinition, bookmarks } from "./bookmarks.ts";
import { containersOption } from "./containers.ts";
import { extensionsOption } from "./extensions.ts";
import { handlersOptions } from "./handlers.ts";
import { searchOptions } from "./search.ts";

/** A browser of the family: what it is called, and where it looks. */
export interface Browser {
  /** Below `programs`: `librewolf`. */
  readonly path: string;
  /** As it calls itself: `LibreWolf`. */
  readonly name: string;
  readonly package: string;
  /** Where it keeps its profiles: below the home, on each system. */
  readonly folder: { readonly linux: string | ((config: HomeConfig) => string); readonly darwin: string };
  readonly darwinAppName: string;
  readonly darwinDefaultsId: string | null;
}

interface HomeConfig {
  readonly home: { readonly homeDirectory: string };
  readonly xdg: { readonly configHome: string };
}

/** Style sheets: a text, a file, or a folder of them. A comment at the beginning is no path. */
const styleSheet: Type<TextOrSource, string | PackageReference | { text: string } | { source: string }> =
  t.coercedTo(
    {
      ...t.str,
      check: (value: unknown) => typeof value === "string" && !/^(\/(?!\*)|~\/|\.\.?\/)[^\n]*$/.test(value),
    },
    (text: string) => ({ text }),
    textOrSource,
  ) as never;

const bookmarksTree = {
  enable: option(t.bool, {
    default: ({ self }) => self.configFile !== null || self.settings.length > 0,
    internal: true,
    description: "Whether there are any bookmarks to import.",
  }),
  force: option(t.bool, {
    default: false,
    description:
      "Whether the bookmarks may replace those that are in the profile, as they do at every start.",
  }),
  settings: option(bookmarks, {
    default: [],
    description:
      'Bookmarks and folders, in order, or by name. `"separator"` is a line between them; a folder with `toolbar` is the bookmarks toolbar.',
    example: [
      {
        name: "wikipedia",
        keyword: "wiki",
        url: "https://en.wikipedia.org/wiki/Special:Search?search=%s&go=Go",
      },
    ],
  }),
  configFile: option(t.nullOr(t.path), {
    default: null,
    description: "A file with bookmarks in the Netscape format, instead of `settings`.",
  }),
  _legacySettings: option(t.nullOr(t.str), {
    default: null,
    internal: true,
    description: "How bookmarks were given without `settings`.",
  }),
};
export type Bookmarks = ConfigOf<typeof bookmarksTree>;

/** Bookmarks as they were given before there was `settings`. */
const bareBookmarks: Type<BookmarksDefinition> = {
  ...t.raw,
  name: "bareBookmarks",
  description: "bookmarks",
  check: (value) =>
    Array.isArray(value) ||
    (typeof value === "object" &&
      value !== null &&
      !isPackage(value) &&
      Object.keys(value).length > 0 &&
      Object.keys(value).every((name) => !(name in bookmarksTree))),
} as Type<BookmarksDefinition>;

const bookmarksOption = option(
  t.coercedTo(
    bareBookmarks,
    (settings) => ({ settings, force: true, _legacySettings: Array.isArray(settings) ? "a list" : "a set" }),
    t.submodule(bookmarksTree),
  ) as Type<Bookmarks, BookmarksDefinition | object>,
  { description: "Bookmarks of the profile." },
);

const profileOptions = {
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the profile's name in the set",
    description: "What the profile is called.",
  }),
  id: option(t.unsigned, {
    default: 0,
    description: "Its number, from 0 on without gaps, another for each profile.",
  }),
  path: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the profile's name in the set",
    description: "The name of its folder.",
  }),
  isDefault: option(t.bool, {
    default: ({ self }) => self.id === 0,
    defaultText: "whether its id is 0",
    description: "Whether the browser starts with this profile.",
  }),
  storeId: option(t.nullOr(t.strMatching(/^[0-9a-f]{8}$/)), {
    default: null,
    description: "The id of the store that profiles of the browser's own profile switcher share.",
    example: "e41de5fe",
  }),
  preConfig: linesOption("Lines of `user.js` above `settings`, which win over them."),
  settings: option(t.attrsOf(t.json), {
    default: {},
    description:
      "Preferences (about:config), taken over at every start. Sets, lists and fractions become texts in JSON, as the browser keeps such values.",
    example: { "browser.startup.homepage": "https://example.org", "general.smoothScroll": false },
  }),
  extraConfig: linesOption("Lines of `user.js` below `settings`, which win over them."),
  userChrome: option(styleSheet, {
    default: () => ({ text: "" }),
    description: "Style of the browser itself: CSS, a file, or a folder that stands for all of `chrome/`.",
    example: "#TabsToolbar { visibility: collapse !important; }",
  }),
  userContent: option(styleSheet, {
    default: () => ({ text: "" }),
    description: "Style of the pages: CSS, or a file.",
    example: "* { scrollbar-width: none !important; }",
  }),
  bookmarks: bookmarksOption,
  containers: containersOption,
  containersForce: option(t.bool, {
    default: false,
    description: "Whether to replace the file in which the browser keeps its containers.",
  }),
  extensions: extensionsOption,
  handlers: option(t.submodule(handlersOptions), { description: "What opens which kind of content." }),
  search: option(t.submodule(searchOptions), { description: "Search engines." }),
};
export type Profile = ConfigOf<typeof profileOptions>;

const globalExtension = t.submodule({
  package: option(t.package, { description: "The package of the extension." }),
  settings: option(t.jsonObject, {
    default: {},
    description: "What the policy says of it beside where it comes from.",
    example: { private_browsing: true },
  }),
});

export const browserOptions = (browser: Browser) => ({
  enable: option(t.bool, { default: false, description: `Whether to set up ${browser.name}.` }),
  package: option(t.nullOr(t.package), {
    default: packageNamed(browser.package),
    description: `The package of ${browser.name}. Null installs none, for a program that comes from elsewhere.`,
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs[browser.path].package,
    defaultText: "package",
    readOnly: true,
    description: `The package that is installed: \`package\`.`,
  }),
  release: option(t.str, {
    default: ({ config }) => config.programs[browser.path].package?.version ?? "",
    internal: true,
    description: "The version whose language packs are taken; the newest when empty.",
  }),
  languagePacks: option(t.listOf(t.str), {
    default: [],
    description: "Languages to install, as policies.",
    example: ["en-GB", "de"],
  }),
  globalExtensions: option(
    t.listOf(t.coercedTo(packageItself, (one) => ({ package: one }), globalExtension)),
    { default: [], description: "Extensions for all profiles, installed by policy." },
  ),
  nativeMessagingHosts: option(t.listOf(t.package), {
    default: [],
    description: "Packages with programs that extensions may talk to.",
  }),
  pkcs11Modules: option(t.listOf(t.package), {
    default: [],
    description: "Packages with modules for security devices, as policies.",
  }),
  policies: option(t.jsonObject, {
    default: {},
    description: `Enterprise policies. On Linux ${browser.name} reads them from \`/etc/${browser.path}/policies\` only: a switch says, until it is done, how to link that folder's policies.json to the one of this home.`,
    example: { BlockAboutConfig: true, DisableTelemetry: true },
  }),
  profileVersion: option(t.nullOr(t.unsigned), {
    default: 2,
    internal: true,
    description: "The version of profiles.ini; null for none.",
  }),
  profiles: option(t.attrsOf(t.submodule(profileOptions)), {
    default: {},
    description: "Profiles, by name.",
    example: { default: { settings: { "general.smoothScroll": false } } },
  }),
  enableGnomeExtensions: option(t.bool, {
    default: false,
    description:
      "Whether to let extensions.gnome.org talk to GNOME Shell; better said by nativeMessagingHosts.",
  }),
  name: option(t.str, {
    default: browser.name,
    internal: true,
    description: "What the browser calls itself.",
  }),
  wrappedPackageName: option(t.nullOr(t.str), {
    default: browser.package,
    internal: true,
    description: "The name of its package.",
  }),
  configPath: option(t.str, {
    default: ({ config, host }) => folderOf(browser, config, host.os),
    defaultText: "where the browser itself looks",
    internal: true,
    description: "Where profiles.ini is, below the home directory.",
  }),
  profilesPath: option(t.str, {
    default: ({ config, host }) => {
      const { configPath } = config.programs[browser.path];
      return host.os === "darwin" ? `${configPath}/Profiles` : configPath;
    },
    defaultText: "configPath; its Profiles on macOS",
    internal: true,
    description: "Where the profiles' folders are, below the home directory.",
  }),
  vendorPath: option(t.nullOr(t.str), {
    default: null,
    internal: true,
    description: "Where the maker's other files are, below the home directory.",
    example: ".mozilla",
  }),
  darwinAppName: option(t.str, {
    default: browser.darwinAppName,
    internal: true,
    description: "The name of the application on macOS.",
  }),
  darwinDefaultsId: option(t.nullOr(t.str), {
    default: browser.darwinDefaultsId,
    description: "On macOS, the id of the defaults in which policies go.",
    example: "org.mozilla.firefox.plist",
  }),
});
export type BrowserOptions = ReturnType<typeof browserOptions>;
export type OwnBrowser = ConfigOf<BrowserOptions>;
export type { BookmarkItem };

/** A string is never one: extensions are given as packages. */
const packageItself: Type<PackageReference> = { ...t.package, check: isPackage } as Type<PackageReference>;

const folderOf = ({ folder }: Browser, config: HomeConfig, os: string): string =>
  os === "darwin" ? folder.darwin : typeof folder.linux === "string" ? folder.linux : folder.linux(config);
