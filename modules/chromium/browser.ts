/** Browsers of the Chromium family: extensions, dictionaries, native messaging hosts, flags. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  type FileSpecification,
  filePath,
  isPackage,
  type Module,
  option,
  type PackageReference,
  packageNamed,
  quoteShell,
  type Type,
  t,
  toCompactJson,
} from "lares/module";

/** Where a browser keeps what is its own: below the configuration folder; below Application Support on macOS. */
interface Folders {
  readonly linux: string;
  readonly darwin: string;
  /** The file of flags that launchers of several distributions read, below the configuration folder. */
  readonly flags: string;
}

const chromium: Folders = { linux: "chromium", darwin: "Chromium", flags: "chromium-flags.conf" };

/** By the package's name. */
const foldersOf = (name: string): Folders | undefined =>
  ({
    chromium,
    "ungoogled-chromium": chromium,
    "google-chrome": { linux: "google-chrome", darwin: "Google/Chrome", flags: "chrome-flags.conf" },
    "google-chrome-beta": {
      linux: "google-chrome-beta",
      darwin: "Google/Chrome Beta",
      flags: "chrome-beta-flags.conf",
    },
    "google-chrome-dev": {
      linux: "google-chrome-dev",
      darwin: "Google/Chrome Dev",
      flags: "chrome-dev-flags.conf",
    },
    brave: {
      linux: "BraveSoftware/Brave-Browser",
      darwin: "BraveSoftware/Brave-Browser",
      flags: "brave-flags.conf",
    },
    "brave-origin": {
      linux: "BraveSoftware/Brave-Origin",
      darwin: "BraveSoftware/Brave-Origin",
      flags: "brave-origin-flags.conf",
    },
    vivaldi: { linux: "vivaldi", darwin: "Vivaldi", flags: "vivaldi-stable.conf" },
    "microsoft-edge": {
      linux: "microsoft-edge",
      darwin: "Microsoft Edge",
      flags: "microsoft-edge-stable-flags.conf",
    },
  })[name];

const storeUrl = "https://clients2.google.com/service/update2/crx";

const extension = t.submodule({
  id: option(t.strMatching(/^[a-zA-Z]{32}$/), {
    description: "The extension's id: the letters at the end of its address in the store.",
  }),
  updateUrl: option(t.str, {
    default: storeUrl,
    description: "Where it is installed and updated from.",
  }),
  crxPath: option(t.nullOr(filePath), {
    default: null,
    description: "The extension's file, instead of an address. Needs `version`.",
  }),
  version: option(t.nullOr(t.str), { default: null, description: "The version of the file at `crxPath`." }),
});

export const chromiumOptions = (name: string, about: string) => ({
  enable: option(t.bool, { default: false, description: `Whether to set up ${about}.` }),
  package: option(t.nullOr(t.package), {
    default: packageNamed(name),
    description: `The package of ${about}. Null installs none, for a program that comes from elsewhere.`,
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs[name].package,
    defaultText: "package",
    readOnly: true,
    description: "The package that is installed: `package`.",
  }),
  commandLineArgs: option(t.listOf(t.str), {
    default: [],
    description:
      "Flags of every start. They are written to the file of flags that the launchers of several distributions read, and for Chromium to CHROMIUM_FLAGS, which Debian's reads.",
    example: ["--ozone-platform-hint=auto"],
  }),
  extensions: option(
    t.listOf(
      t.coercedTo(t.str, (id) => ({ id }), extension) as Type<
        ConfigOfExtension,
        string | ExtensionDefinition
      >,
    ),
    {
      default: [],
      description: "Extensions to install: ids, or sets with where they come from.",
      example: ["cjpalhdlnbpafiamejdnhcphjbkeiagm"],
    },
  ),
  dictionaries: option(t.listOf(t.package), {
    default: [],
    description: "Packages that are one dictionary for the spell checker (`.bdic`).",
  }),
  nativeMessagingHosts: option(t.listOf(t.package), {
    default: [],
    description:
      "Packages with programs that extensions may talk to (`etc/chromium/native-messaging-hosts`).",
  }),
});
type ConfigOfExtension = typeof extension extends Type<infer C, infer _> ? C : never;
type ExtensionDefinition = typeof extension extends Type<infer _, infer D> ? D : never;
export type ChromiumOptions = ReturnType<typeof chromiumOptions>;
type Own = ConfigOf<ChromiumOptions>;

export interface ChromiumModule {
  /** The name below `programs`, which is the usual package's too. */
  readonly name: string;
  readonly url: string;
  /** Hosts beside those of the option. */
  readonly moreHosts?: (own: Own) => readonly PackageReference[];
}

export const defineChromium = ({ name, url, moreHosts }: ChromiumModule, options: ChromiumOptions): Module =>
  defineProgram(`programs.${name}`, {
    url,
    options,
    packages: ({ package: own }) => [own],
    files: (own, { host, lib }) => ({
      ...flagsFile(own, name, host.os),
      ...extensionFiles(own, placeOf(own, name, host.os), lib),
      ...dictionaryFiles(own, placeOf(own, name, host.os)),
    }),
    variables: ({ commandLineArgs }, { host }) => ({
      CHROMIUM_FLAGS:
        name === "chromium" && host.os === "linux" && commandLineArgs.length > 0
          ? commandLineArgs.join(" ")
          : null,
    }),
    assertions: ({ commandLineArgs, package: own, extensions }, { host }) => [
      {
        assertion: own !== null || commandLineArgs.length === 0,
        message: `programs.${name}.commandLineArgs are for programs.${name}.package, which is null.`,
      },
      {
        assertion: extensions.every(({ crxPath, version }) => (crxPath === null) === (version === null)),
        message: `programs.${name}.extensions: a crxPath needs its version, and a version its crxPath.`,
      },
      {
        assertion:
          host.os !== "darwin" ||
          !(own !== null && foldersOf(own.name) ? own.name : name).startsWith("google-chrome") ||
          extensions.every(isFromStore),
        message: `programs.${name}.extensions: on macOS Chrome takes extensions from its store only: leave crxPath, version and updateUrl out.`,
      },
    ],
    config: {
      home: {
        file: (context) => {
          const own = (context.config.programs as unknown as Record<string, Own>)[name]!;
          return hostFiles(
            [...own.nativeMessagingHosts, ...(moreHosts?.(own) ?? [])],
            placeOf(own, name, context.host.os),
            context,
          );
        },
      },
    },
  });

const isFromStore = ({ crxPath, version, updateUrl }: ConfigOfExtension): boolean =>
  crxPath === null && version === null && updateUrl === storeUrl;

const foldersFor = ({ package: own }: Own, name: string): Folders =>
  (own && foldersOf(own.name)) ?? foldersOf(name) ?? chromium;

const placeOf = (own: Own, name: string, os: Context["host"]["os"]): string => {
  const { linux, darwin } = foldersFor(own, name);
  return os === "darwin" ? `~/Library/Application Support/${darwin}` : linux;
};

const flagsFile = (own: Own, name: string, os: Context["host"]["os"]): Record<string, FileSpecification> =>
  os === "darwin" || own.commandLineArgs.length === 0
    ? {}
    : {
        [foldersFor(own, name).flags]: {
          text: own.commandLineArgs.map((flag) => `${quoteShell(flag)}\n`).join(""),
        },
      };

const extensionFiles = (
  { extensions }: Own,
  place: string,
  lib: Context["lib"],
): Record<string, FileSpecification> =>
  Object.fromEntries(
    extensions.map(({ id, updateUrl, crxPath, version }) => [
      `${place}/External Extensions/${id}.json`,
      {
        text: `${toCompactJson(
          crxPath === null
            ? { external_update_url: updateUrl }
            : { external_crx: lib.stored(crxPath), external_version: version },
        )}\n`,
      },
    ]),
  );

/** A dictionary's file is named for its language and format: `en-US-10-1.bdic`. */
const dictionaryFiles = ({ dictionaries }: Own, place: string): Record<string, FileSpecification> =>
  Object.fromEntries(
    dictionaries
      .map((one) => [one.passthru?.dictFileName ?? one.name, one.contents ?? one.outPath] as const)
      .filter(([, source]) => source !== undefined)
      .map(([file, source]) => [`${place}/Dictionaries/${file}`, { source: source! }]),
  );

/** One entry for each package, all with the same target. The system's own packages have theirs in place. */
const hostFiles = (hosts: readonly PackageReference[], place: string, { config }: Context) => {
  const folder = place.startsWith("~/") ? place.slice(2) : `${config.xdg.configHome}/${place}`;
  return Object.fromEntries(
    [...new Set(hosts.filter(isPackage).map((one) => one.contents ?? one.outPath))]
      .filter((found) => found !== undefined)
      .map((found) => [
        `${folder}/NativeMessagingHosts of ${found}`,
        {
          target: `${folder}/NativeMessagingHosts`,
          source: `${found}/etc/chromium/native-messaging-hosts`,
          recursive: true,
        },
      ]),
  );
};
