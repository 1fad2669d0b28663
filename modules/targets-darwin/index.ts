/** macOS: preferences (`defaults`), key bindings, applications, the search engine. */
import {
  type Context,
  defineModule,
  mkIf,
  mkMerge,
  option,
  optionValues,
  type PlistValue,
  quoteShell,
  sortedEntries,
  t,
  toPlist,
} from "lares/module";
import { knownDomains, knownHostDomains } from "./preferences.ts";

const domains = <O extends object>(whose: string, known: O) =>
  option(t.freeform(t.attrsOf(t.nullOr(t.json)), known), {
    description: `Preferences ${whose}, by domain and key, as \`defaults\` writes them. Null leaves a key alone; a key that is no longer here is deleted.`,
    example: { "com.apple.dock": { autohide: true, tilesize: 48 }, NSGlobalDomain: { KeyRepeat: 2 } },
  });

const applications = (how: string) => ({
  enable: option(t.bool, {
    default: false,
    description: `Whether to ${how} the applications of installed packages.`,
  }),
  directory: option(t.str, {
    default: "Applications/Home Manager Apps",
    description: "The folder for them, below the home.",
  }),
});

const darwinOptions = {
  defaults: domains("of all machines", knownDomains),
  currentHostDefaults: domains("of this machine only", knownHostDomains),
  keybindings: option(t.attrsOf(t.anything), {
    default: {},
    description: "What keys do in text fields.",
    example: { "^u": "deleteToBeginningOfLine:", "^w": "deleteWordBackward:" },
  }),
  search: option(t.nullOr(t.enum("Bing", "DuckDuckGo", "Ecosia", "Google", "Yahoo")), {
    default: null,
    description: "The search engine of Safari and others; null leaves it alone.",
  }),
  linkApps: applications("link"),
  copyApps: {
    ...applications("copy"),
    enableChecks: option(t.bool, {
      default: true,
      description: "Whether a switch stops where the system does not let it write applications.",
    }),
  },
};
type Tree = typeof darwinOptions;
export interface DarwinOptions extends Tree {}
const options: DarwinOptions = darwinOptions;

declare module "lares/module" {
  interface TargetsOptions {
    readonly darwin: DarwinOptions;
  }
  interface Options {
    readonly targets: TargetsOptions;
  }
}

const darwin = ({ config }: Context) => config.targets.darwin;
const isDarwin = ({ host }: Context) => host.os === "darwin";

/** Both kinds, by the folder that their files are in and the arguments that `defaults` takes for them. */
const kinds = (context: Context) =>
  [
    { folder: "all-hosts", flags: "", domains: said(darwin(context).defaults) },
    { folder: "current-host", flags: "-currentHost", domains: said(darwin(context).currentHostDefaults) },
  ] as const;

const said = (domains: object): Readonly<Record<string, Record<string, PlistValue>>> =>
  Object.fromEntries(
    sortedEntries(optionValues(domains) as Readonly<Record<string, object>>)
      .map(([domain, keys]) => [
        domain,
        Object.fromEntries(Object.entries(optionValues(keys)).filter(([, one]) => one !== null)),
      ])
      .filter(([, keys]) => Object.keys(keys as object).length > 0),
  );

const hasDefaults = (context: Context): boolean =>
  isDarwin(context) && kinds(context).some(({ domains }) => Object.keys(domains).length > 0);

/** The keys that are there, which a later switch compares with. */
const defaultsFiles = (context: Context) =>
  Object.fromEntries(
    kinds(context).map(({ folder, domains }) => [
      `state/defaults/${folder}.keys`,
      Object.entries(domains)
        .flatMap(([domain, keys]) => Object.keys(keys).map((key) => `${domain}\t${key}\n`))
        .join(""),
    ]),
  );

const importDefaults = (context: Context): string =>
  kinds(context)
    .flatMap(({ folder, flags, domains }) => [
      ...deleteGone(folder, flags),
      ...Object.entries(domains).map(
        ([domain, keys]) =>
          `run /usr/bin/defaults ${flags} import ${quoteShell(domain)} ${context.lib.text(`${domain}.plist`, toPlist(keys))}`,
      ),
    ])
    .concat("")
    .join("\n");

/** Where no generation follows, or one that says nothing of preferences, all keys are gone. */
const deleteDefaults = (context: Context): string =>
  kinds(context)
    .flatMap(({ folder, flags }) => deleteGone(folder, flags))
    .concat("")
    .join("\n");

const deleteGone = (folder: string, flags: string): readonly string[] => [
  `old="\${oldGenPath:-/nonexistent}/state/defaults/${folder}.keys"`,
  `new="\${newGenPath:-/nonexistent}/state/defaults/${folder}.keys"`,
  'if [ -f "$old" ]; then',
  "  while IFS='\t' read -r domain key; do",
  `    if [ -f "$new" ] && grep -qxF -e "$domain\t$key" "$new"; then continue; fi`,
  `    run /usr/bin/defaults ${flags} delete "$domain" "$key" </dev/null || true`,
  '  done <"$old"',
  "fi",
];

const searchEngines: Readonly<Record<string, string>> = {
  Bing: "com.bing.www",
  DuckDuckGo: "com.duckduckgo",
  Ecosia: "org.ecosia.www",
  Google: "com.google.www",
  Yahoo: "com.yahoo.www",
};

const searchPreference = (context: Context) => {
  const { search } = darwin(context);
  if (search === null) return {};
  const provider = { NSDefaultDisplayName: search, NSProviderIdentifier: searchEngines[search]! };
  return { NSGlobalDomain: { NSPreferredWebServices: { NSWebServicesProviderWebSearch: provider } } };
};

/** Real copies, since Spotlight and the Dock do not follow links. */
const copyApplications = (context: Context): string => {
  const folder = `$HOME/${darwin(context).copyApps.directory}`;
  return `if [ -d "$newGenPath/home-path/Applications" ]; then
  run mkdir -p "${folder}"
  run rsync --archive --checksum --chmod=-w --copy-unsafe-links --delete "$newGenPath/home-path/Applications/" "${folder}"
fi
`;
};

/** The copies of the generation that is left; what else lies in the folder is not ours. */
const removeApplications = (context: Context): string => {
  const folder = `$HOME/${darwin(context).copyApps.directory}`;
  return `for application in "\${oldGenPath:-/nonexistent}/home-path/Applications"/*; do
  copy="${folder}/\${application##*/}"
  if [ -d "$copy" ]; then run chmod -R u+w "$copy"; run rm -rf "$copy"; fi
done
if [ -d "${folder}" ]; then run --silence rmdir "${folder}" || true; fi
`;
};

const applicationLink = (context: Context) => ({
  [darwin(context).linkApps.directory]: {
    source: context.lib.file.mkOutOfStoreSymlink(`${context.config.home.profileDirectory}/Applications`),
  },
});

export default defineModule({
  path: "targets.darwin",
  url: import.meta.url,
  options,
  config: {
    home: {
      generationFiles: mkIf(hasDefaults, defaultsFiles),
      activation: mkMerge([
        mkIf(hasDefaults, {
          setDarwinDefaults: { after: ["writeBoundary"], run: importDefaults, undo: deleteDefaults },
        }),
        mkIf((context) => isDarwin(context) && darwin(context).copyApps.enable, {
          copyApps: { after: ["installPackages"], run: copyApplications, undo: removeApplications },
        }),
      ]),
      file: mkMerge([
        mkIf((context) => isDarwin(context) && Object.keys(darwin(context).keybindings).length > 0, {
          "Library/KeyBindings/DefaultKeyBinding.dict": {
            text: (context) => toPlist(darwin(context).keybindings as PlistValue),
          },
        }),
        mkIf((context) => isDarwin(context) && darwin(context).linkApps.enable, applicationLink),
      ]),
    },
    targets: { darwin: { defaults: searchPreference } },
    assertions: mkIf(
      (context) => kinds(context).some(({ domains }) => Object.keys(domains).length > 0),
      ({ host }) => [
        {
          assertion: host.os === "darwin",
          message: "targets.darwin.defaults is for macOS only: no other system has such preferences.",
        },
      ],
    ),
  },
});
