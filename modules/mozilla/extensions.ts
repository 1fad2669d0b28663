/** Extensions of a profile: what is installed, what they keep, what they may do. */
import {
  type Check,
  type ConfigOf,
  option,
  type PackageReference,
  type Type,
  t,
  toCompactJson,
} from "lares/module";

const settingsOfOne = {
  settings: option(t.jsonObject, {
    default: {},
    description: "What the extension finds in its local storage.",
  }),
  force: option(t.bool, {
    default: false,
    description: "Whether to replace what this extension has stored before.",
  }),
  permissions: option(t.nullOr(t.listOf(t.str)), {
    default: null,
    description:
      "Permissions that the extension may ask for; null allows all. One that asks for more is an error.",
    example: ["activeTab"],
  }),
};

const extensionsTree = {
  packages: option(t.listOf(t.package), {
    default: [],
    description:
      "Extensions to install into the profile, as packages that have them in `share/mozilla/extensions`. Those of the system's own packages are found by the browser itself. Enable them once in the browser, or set `extensions.autoDisableScopes` to 0.",
  }),
  force: option(t.bool, {
    default: false,
    description: "Whether to replace what the extensions with `settings` have stored before.",
  }),
  exactPermissions: option(t.bool, {
    default: false,
    description: "Whether a permission that is listed and not asked for is an error too.",
  }),
  exhaustivePermissions: option(t.bool, {
    default: false,
    description: "Whether an extension without listed permissions may ask for none.",
  }),
  settings: option(t.attrsOf(t.submodule(settingsOfOne)), {
    default: {},
    description: "What is set and allowed for extensions, by their id.",
    example: {
      "uBlock0@raymondhill.net": { force: true, settings: { selectedFilterLists: ["ublock-filters"] } },
    },
  }),
};
export type Extensions = ConfigOf<typeof extensionsTree>;

export const extensionsOption = option(
  t.coercedTo(t.listOf(t.package), (packages) => ({ packages }), t.submodule(extensionsTree)) as Type<
    Extensions,
    object
  >,
  {
    description: "Extensions of the profile; a list stands for `packages`.",
  },
);

/** Packages have extensions below the id of the browser that Mozilla gave it, derivatives included. */
export const extensionsFolder = "share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}";

/** The id of a package's extension, where its source says so. */
export const addonIdOf = ({ passthru }: PackageReference): string | undefined =>
  typeof passthru?.addonId === "string" ? passthru.addonId : undefined;

const permissionsOf = ({ passthru }: PackageReference): readonly string[] =>
  Array.isArray(passthru?.mozPermissions) ? (passthru.mozPermissions as string[]) : [];

export const hasStorage = ({ settings }: Extensions): boolean =>
  Object.values(settings).some((one) => Object.keys(one.settings).length > 0);

/** Where a package's extensions are; the system's own packages have none of theirs in the store. */
export const folderOfExtensions = (one: PackageReference): string | undefined => {
  const folder = one.contents ?? one.outPath;
  return folder === undefined ? undefined : `${folder}/${extensionsFolder}`;
};

/** Files of stored settings, by path in the profile. */
export const storageFiles = ({ settings, force }: Extensions) =>
  Object.entries(settings)
    .filter(([, one]) => Object.keys(one.settings).length > 0)
    .map(
      ([id, one]) =>
        [
          `browser-extension-data/${id}/storage.js`,
          { text: `${toCompactJson(one.settings as never)}\n`, force: force || one.force },
        ] as const,
    );

/** `where`: the option of these extensions. */
export const extensionChecks = (extensions: Extensions, where: string): readonly Check[] => [
  {
    assertion: storageFiles(extensions).every(([, { force }]) => force),
    message: `${where}.settings replaces all that the extensions have stored: set ${where}.force to true, or the \`force\` of each of them, to agree.`,
  },
  ...Object.entries(extensions.settings)
    .filter(([, { permissions }]) => permissions !== null)
    .map(([id, { permissions }]) => permissionCheck(id, permissions!, extensions, where)),
  ...(extensions.exhaustivePermissions ? unlistedChecks(extensions, where) : []),
];

const permissionCheck = (
  id: string,
  allowed: readonly string[],
  { packages, exactPermissions }: Extensions,
  where: string,
): Check => {
  const found = packages.filter((one) => (addonIdOf(one) ?? one.name) === id);
  if (found.length !== 1)
    return {
      assertion: false,
      message: `${where}.settings lists permissions of ${JSON.stringify(id)}, and ${found.length} of ${where}.packages have that id: there must be one.`,
    };
  const asked = permissionsOf(found[0]!);
  const missing = asked.filter((one) => !allowed.includes(one));
  const unasked = exactPermissions ? allowed.filter((one) => !asked.includes(one)) : [];
  return {
    assertion: missing.length + unasked.length === 0,
    message: [
      `${where}.settings.${JSON.stringify(id)}.permissions:`,
      missing.length > 0 ? `the extension also asks for ${missing.join(", ")}.` : "",
      unasked.length > 0 ? `It does not ask for ${unasked.join(", ")}.` : "",
      "Change the list to what it asks for.",
    ]
      .filter((part) => part !== "")
      .join(" "),
  };
};

const unlistedChecks = ({ packages, settings }: Extensions, where: string): readonly Check[] =>
  packages
    .filter((one) => (settings[addonIdOf(one) ?? one.name]?.permissions ?? null) === null)
    .map((one) => ({
      assertion: permissionsOf(one).length === 0,
      message: `${one.name} asks for ${permissionsOf(one).join(", ")}, and ${where}.settings lists no permissions for it.`,
    }));
