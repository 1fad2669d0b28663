/** Browsers of the Firefox family: profiles.ini, and what is in each profile. */
import {
  type Check,
  type Context,
  defineProgram,
  type FileSpecification,
  type Json,
  type Module,
  toIni,
  toJson,
} from "lares/module";
import { bookmarksHtml } from "./bookmarks.ts";
import { containersJson, isContainerId } from "./containers.ts";
import {
  addonIdOf,
  extensionChecks,
  extensionsFolder,
  folderOfExtensions,
  hasStorage,
  storageFiles,
} from "./extensions.ts";
import { ambiguousHandlers, handlersJson } from "./handlers.ts";
import { mozlz4 } from "./lz4.ts";
import type { Browser, BrowserOptions, OwnBrowser, Profile } from "./options.ts";
import { languagePack, policyStep } from "./policies.ts";
import { userJs } from "./preferences.ts";
import { searchJson } from "./search.ts";

export interface BrowserModule extends Browser {
  /** `import.meta.url` of the browser's own module. */
  readonly url: string;
  /** Further files, by path below the home. */
  readonly files?: (own: OwnBrowser) => Readonly<Record<string, FileSpecification | undefined>>;
}

export const defineBrowser = (browser: BrowserModule, options: BrowserOptions): Module =>
  defineProgram(`programs.${browser.path}`, {
    url: browser.url,
    options,
    packages: ({ package: own }) => [own],
    files: (own, context) => ({
      ...(Object.keys(own.profiles).length > 0 && {
        [`~/${own.configPath}/profiles.ini`]: { text: profilesIni(own, context) },
      }),
      ...profileFiles(browser, own, context),
      ...(context.host.os === "linux" &&
        hasPolicies(own) && {
          [`~/${policiesFile(own)}`]: { text: toJson({ policies: policiesOf(own) } as never) },
        }),
      ...Object.fromEntries(
        Object.entries(browser.files?.(own) ?? {}).map(([path, file]) => [`~/${path}`, file]),
      ),
    }),
    assertions: (own, context) => checks(browser, own, context),
    warnings: (own) => warnings(browser, own),
    config: {
      home: { activation: (context) => policyStep(policyPlace(browser, ownOf(browser, context)), context) },
      mozilla: { [hostsOption(browser)]: (context: Context) => ownOf(browser, context).nativeMessagingHosts },
    },
  });

const ownOf = ({ path }: Browser, { config }: Context): OwnBrowser =>
  (config.programs as unknown as Record<string, OwnBrowser>)[path]!;

const hostsOption = ({ path }: Browser) =>
  path === "librewolf" ? "librewolfNativeMessagingHosts" : "firefoxNativeMessagingHosts";

const byId = (own: OwnBrowser): readonly (readonly [string, Profile])[] =>
  Object.entries(own.profiles).sort(([, a], [, b]) => a.id - b.id);

const profilesIni = (own: OwnBrowser, { host }: Context): string =>
  toIni({
    General: { StartWithLastProfile: 1, ...(own.profileVersion !== null && { Version: own.profileVersion }) },
    ...Object.fromEntries(
      byId(own).map(([, profile]) => [
        `Profile${profile.id}`,
        {
          Name: profile.name,
          Path: host.os === "darwin" ? `Profiles/${profile.path}` : profile.path,
          IsRelative: 1,
          Default: profile.isDefault ? 1 : 0,
          ...(profile.storeId !== null && { StoreID: profile.storeId }),
        },
      ]),
    ),
  });

/** Two profiles may share a folder: texts of the same file are joined. */
const profileFiles = (
  browser: Browser,
  own: OwnBrowser,
  context: Context,
): Record<string, FileSpecification> => {
  const files: Record<string, FileSpecification> = {};
  for (const [name, profile] of byId(own))
    for (const [path, file] of filesOf(browser, own, name, profile, context)) {
      if (!file) continue;
      const target = `~/${own.profilesPath}/${profile.path}/${path}`;
      const before = files[target];
      files[target] = before === undefined ? file : { ...before, ...file, ...joined(before, file) };
    }
  return files;
};

const joined = ({ text: a }: FileSpecification, { text: b }: FileSpecification) =>
  a !== undefined && b !== undefined && a !== b ? { text: `${a}${b}` } : {};

type NamedFile = readonly [path: string, file: FileSpecification | undefined | false];

const filesOf = (
  browser: Browser,
  own: OwnBrowser,
  name: string,
  profile: Profile,
  { lib }: Context,
): readonly NamedFile[] => {
  const { containers, handlers, search } = profile;
  const where = `programs.${browser.path}.profiles.${name}`;
  const place = {
    application: own.name,
    profileFolder: profile.path.split("/").at(-1)!,
    optionPath: `${where}.search.engines`,
  };
  return [
    [".keep", { text: "" }],
    ["user.js", userJsFile(profile, lib)],
    [
      "containers.json",
      Object.keys(containers).length > 0 && {
        text: containersJson(containers),
        force: profile.containersForce,
      },
    ],
    ["handlers.json", handlers.enable && { text: handlersJson(handlers), force: handlers.force }],
    [
      "search.json.mozlz4",
      search.enable && { base64: mozlz4(searchJson(search, place)), force: search.force },
    ],
    styleFile("userChrome.css", profile.userChrome, lib),
    styleFile("userContent.css", profile.userContent, lib),
    ...storageFiles(profile.extensions),
    ...extensionFiles(profile, lib),
  ];
};

/** A folder stands for all of `chrome/`. */
const styleFile = (name: string, style: Profile["userChrome"], lib: Context["lib"]): NamedFile => {
  if ("text" in style) return [`chrome/${name}`, style.text !== "" && { text: style.text }];
  return lib.file.kindOf(style.source) === "directory"
    ? ["chrome", { source: style.source, recursive: true }]
    : [`chrome/${name}`, { source: style.source }];
};

const userJsFile = (profile: Profile, lib: Context["lib"]): FileSpecification | false => {
  const preferences = preferencesOf(profile, lib);
  const { preConfig, extraConfig } = profile;
  if (Object.keys(preferences).length === 0 && preConfig === "" && extraConfig === "") return false;
  return { text: userJs({ before: preConfig, preferences, after: extraConfig }) };
};

const preferencesOf = (profile: Profile, lib: Context["lib"]): Readonly<Record<string, Json>> => ({
  ...(hasStyle(profile) && { "toolkit.legacyUserProfileCustomizations.stylesheets": true }),
  ...profile.settings,
  ...(profile.bookmarks.enable && {
    "browser.bookmarks.file":
      profile.bookmarks.configFile ??
      `${lib.text("bookmarks.html", bookmarksHtml(profile.bookmarks.settings))}`,
    "browser.places.importBookmarksHTML": true,
  }),
  ...(hasStorage(profile.extensions) && { "extensions.webextensions.ExtensionStorageIDB.enabled": false }),
  ...(profile.storeId !== null && { "toolkit.profiles.storeID": profile.storeId }),
});

const hasStyle = ({ userChrome, userContent }: Profile): boolean =>
  [userChrome, userContent].some((style) => !("text" in style) || style.text !== "");

/** Of an extension without an id the whole folder is taken. The system's own packages need nothing. */
const extensionFiles = ({ extensions }: Profile, lib: Context["lib"]): readonly NamedFile[] =>
  extensions.packages
    .map((one) => ({ id: addonIdOf(one), folder: folderOfExtensions(one) }))
    .filter(({ folder }) => folder !== undefined && lib.file.kindOf(folder) !== undefined)
    .map(({ id, folder }) =>
      id === undefined
        ? ["extensions", { source: folder!, recursive: true, force: true }]
        : [`extensions/${id}.xpi`, { source: `${folder}/${id}.xpi`, force: true }],
    );

const warnings = ({ path }: Browser, own: OwnBrowser): readonly (string | false)[] => [
  own.enableGnomeExtensions &&
    `programs.${path}.enableGnomeExtensions goes away: put the GNOME browser connector into programs.${path}.nativeMessagingHosts.`,
  ...Object.entries(own.profiles)
    .filter(([, { bookmarks }]) => bookmarks._legacySettings !== null)
    .map(
      ([name, { bookmarks }]) =>
        `programs.${path}.profiles.${name}.bookmarks is ${bookmarks._legacySettings} of bookmarks: put them into its \`settings\`, and set its \`force\` to true, since they replace those in the profile.`,
    ),
];

const checks = (
  { path, name }: Browser,
  own: OwnBrowser,
  { host: { os }, lib }: Context,
): readonly Check[] => {
  const profiles = Object.entries(own.profiles);
  const defaults = profiles.filter(([, { isDefault }]) => isDefault).map(([profile]) => profile);
  const where = `programs.${path}`;
  const reachable = own.package !== null || (os === "darwin" && own.darwinDefaultsId !== null);
  return [
    {
      assertion: profiles.length === 0 || defaults.length === 1,
      message: `One profile of ${name} must be the default one, and ${defaults.length === 0 ? "none is" : `these are: ${defaults.join(", ")}`}. Set ${where}.profiles.<name>.isDefault.`,
    },
    noSharedIds(`${where}.profiles`, own.profiles),
    ...(["languagePacks", "globalExtensions", "pkcs11Modules"] as const).map((option) => ({
      assertion: own[option].length === 0 || reachable,
      message: `${where}.${option} needs ${where}.package${os === "darwin" ? `, or ${where}.darwinDefaultsId` : ""}: without it there is nothing to set policies of.`,
    })),
    {
      assertion: own.globalExtensions.every((one) => addonIdOf(one.package) !== undefined),
      message: `${where}.globalExtensions: each package must say its \`addonId\` in \`passthru\`, and ${own.globalExtensions
        .filter((one) => addonIdOf(one.package) === undefined)
        .map((one) => one.package.name)
        .join(", ")} does not.`,
    },
    ...profiles.flatMap(([profile, value]) => [
      ...profileChecks(`${where}.profiles.${profile}`, value),
      ...extensionsFound(`${where}.profiles.${profile}.extensions.packages`, value, lib),
    ]),
  ];
};

const profileChecks = (
  where: string,
  { bookmarks, containers, extensions, handlers }: Profile,
): readonly Check[] => [
  {
    assertion: !bookmarks.enable || bookmarks.force,
    message: `${where}.bookmarks replaces all bookmarks of the profile: set its \`force\` to true to agree.`,
  },
  {
    assertion: Object.values(containers).every(({ id }) => isContainerId(id)),
    message: `${where}.containers: an id must be from 1 to 4294967293.`,
  },
  noSharedIds(`${where}.containers`, containers),
  {
    assertion: ambiguousHandlers(handlers).length === 0,
    message: `${where}.handlers: a handler of ${ambiguousHandlers(handlers).join(", ")} has both a path and a uriTemplate; it can be only one of them.`,
  },
  ...extensionChecks(extensions, `${where}.extensions`),
];

const extensionsFound = (where: string, { extensions }: Profile, lib: Context["lib"]): readonly Check[] =>
  extensions.packages.map((one) => {
    const folder = folderOfExtensions(one);
    return {
      assertion: folder === undefined || lib.file.kindOf(folder) !== undefined,
      message: `${where}: ${one.name} has no extension: there is no ${folder}.`,
    };
  });

const noSharedIds = (where: string, named: Readonly<Record<string, { readonly id: number }>>): Check => {
  const names = new Map<number, string[]>();
  for (const [name, { id }] of Object.entries(named)) names.set(id, [...(names.get(id) ?? []), name]);
  const shared = [...names].filter(([, those]) => those.length > 1);
  return {
    assertion: shared.length === 0,
    message: `${where}: ${shared.map(([id, those]) => `${those.join(", ")} share the id ${id}`).join("; ")}. Give each its own.`,
  };
};

const policyPlace = (browser: Browser, own: OwnBrowser) => ({
  path: browser.path,
  name: browser.name,
  file: policiesFile(own),
  defaultsId: own.darwinDefaultsId,
  policies: policiesOf(own),
});

const hasPolicies = (own: OwnBrowser): boolean => Object.keys(policiesOf(own)).length > 0;

const policiesFile = ({ configPath }: OwnBrowser): string => `${configPath}/policies.json`;

/** What is set as policies, and what other options say by policies. */
export const policiesOf = (own: OwnBrowser): Readonly<Record<string, Json>> => {
  const { policies, languagePacks, globalExtensions, pkcs11Modules, release } = own;
  const extensions = {
    ...Object.fromEntries(languagePacks.map((language) => languagePack(language, release))),
    ...Object.fromEntries(
      globalExtensions.map((one) => {
        const id = addonIdOf(one.package) ?? one.package.name;
        const file = `${one.package.outPath ?? ""}/${extensionsFolder}/${id}.xpi`;
        return [id, { installation_mode: "force_installed", install_url: `file://${file}`, ...one.settings }];
      }),
    ),
    ...(policies.ExtensionSettings as object | undefined),
  };
  const devices = {
    ...Object.fromEntries(
      pkcs11Modules.map((one) => [one.name, `${one.outPath ?? "/usr"}/lib/${one.name}.so`]),
    ),
    ...((policies.SecurityDevices as { Add?: object } | undefined)?.Add ?? {}),
  };
  return {
    ...policies,
    ...(Object.keys(extensions).length > 0 && { ExtensionSettings: extensions as Json }),
    ...(pkcs11Modules.length > 0 && { SecurityDevices: { Add: devices as Json } }),
  };
};
