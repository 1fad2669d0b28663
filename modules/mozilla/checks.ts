/** What must hold of a browser's options, and what a person should know of them. */
import type { Check, Context } from "lares/module";
import { isContainerId } from "./containers.ts";
import { addonIdOf, extensionChecks, folderOfExtensions } from "./extensions.ts";
import { ambiguousHandlers } from "./handlers.ts";
import type { Browser, OwnBrowser, Profile } from "./options.ts";

export const warnings = ({ path }: Browser, own: OwnBrowser): readonly (string | false)[] => [
  own.enableGnomeExtensions &&
    `programs.${path}.enableGnomeExtensions goes away: put the GNOME browser connector into programs.${path}.nativeMessagingHosts.`,
  ...Object.entries(own.profiles)
    .filter(([, { bookmarks }]) => bookmarks._legacySettings !== null)
    .map(
      ([name, { bookmarks }]) =>
        `programs.${path}.profiles.${name}.bookmarks is ${bookmarks._legacySettings} of bookmarks: put them into its \`settings\`, and set its \`force\` to true, since they replace those in the profile.`,
    ),
];

export const checks = (
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
