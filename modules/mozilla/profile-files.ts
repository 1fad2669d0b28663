/** The files of a browser's profiles. */
import type { Context, FileSpecification, Json } from "lares/module";
import { bookmarksHtml } from "./bookmarks.ts";
import { containersJson } from "./containers.ts";
import { addonIdOf, folderOfExtensions, hasStorage, storageFiles } from "./extensions.ts";
import { handlersJson } from "./handlers.ts";
import { mozlz4 } from "./lz4.ts";
import type { Browser, OwnBrowser, Profile } from "./options.ts";
import { userJs } from "./preferences.ts";
import { searchJson } from "./search.ts";

/** Two profiles may share a folder: texts of the same file are joined. */
export const profileFiles = (
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

/** In the order of their ids. */
export const byId = (own: OwnBrowser): readonly (readonly [string, Profile])[] =>
  Object.entries(own.profiles).sort(([, a], [, b]) => a.id - b.id);
