/** Thunderbird: profiles with their accounts, calendars, address books and preferences. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  type Json,
  sortedEntries,
  toIni,
  toJson,
} from "lares/module";
import { addonIdOf } from "../mozilla/extensions.ts";
import { mozlz4 } from "../mozilla/lz4.ts";
import { languagePack, policyStep } from "../mozilla/policies.ts";
import { type Preferences, userJs } from "../mozilla/preferences.ts";
import { searchJson } from "../mozilla/search.ts";
import {
  calendarPreferences,
  contactPreferences,
  enabledIn,
  feedPreferences,
  idOf,
  type MailAccount,
  mailPreferences,
  ordered,
  sendersOf,
  unknownMethods,
} from "./accounts.ts";
import { calendarOptions, contactOptions, emailOptions, options } from "./options.ts";

export default defineProgram("programs.thunderbird", {
  url: import.meta.url,
  options,
  more: {
    "accounts.email.accounts.<name>.thunderbird": emailOptions,
    "accounts.calendar.accounts.<name>.thunderbird": calendarOptions,
    "accounts.contact.accounts.<name>.thunderbird": contactOptions,
  },
  files: (own, context) => {
    const root = context.host.os === "darwin" ? "Library/Thunderbird" : ".thunderbird";
    const profiles = context.host.os === "darwin" ? `${root}/Profiles` : root;
    return {
      [`~/${root}/profiles.ini`]: { text: profilesIni(own, context) },
      ...(context.host.os === "linux" &&
        Object.keys(policiesOf(own)).length > 0 && {
          [`~/${root}/policies.json`]: { text: toJson({ policies: policiesOf(own) } as never) },
        }),
      ...Object.fromEntries(
        Object.values(own.profiles).flatMap((profile) =>
          profileFiles(own, profile, `${profiles}/${profile.name}`, context).map(([path, file]) => [
            `~/${profiles}/${profile.name}/${path}`,
            file,
          ]),
        ),
      ),
    };
  },
  config: {
    home: { activation: (context) => policyStep(policyPlace(context.config.programs.thunderbird), context) },
    mozilla: {
      thunderbirdNativeMessagingHosts: ({ config }: Context) =>
        config.programs.thunderbird.nativeMessagingHosts,
    },
  },
  assertions: ({ profiles }, { config }) => {
    const defaults = Object.values(profiles).filter(({ isDefault }) => isDefault);
    return [
      {
        assertion: Object.keys(profiles).length === 0 || defaults.length === 1,
        message: `One of programs.thunderbird.profiles must be the default one, and ${defaults.length} are: set \`isDefault\` in one.`,
      },
      ...mailAccounts(config).flatMap(({ name, thunderbird }) =>
        thunderbird.profiles.map((profile) => ({
          assertion: profile in profiles,
          message: `accounts.email.accounts.${name}.thunderbird.profiles names ${profile}, which is none of programs.thunderbird.profiles.`,
        })),
      ),
    ];
  },
  warnings: (_, { config }) =>
    mailAccounts(config)
      .flatMap(unknownMethods)
      .map(
        (what) => `programs.thunderbird: ${what}, which Thunderbird does not know: it will use the password.`,
      ),
});

type Own = Context["config"]["programs"]["thunderbird"];
type Profile = Own["profiles"][string];
type Config = Context["config"];

const mailAccounts = (config: Config): readonly MailAccount[] =>
  sortedEntries(config.accounts.email.accounts)
    .map(([, account]) => account)
    .filter((account) => account.enable && account.thunderbird?.enable);

const profilesIni = ({ profiles, profileVersion }: Own, { host }: Context): string =>
  toIni({
    General: { StartWithLastProfile: 1, ...(profileVersion !== null && { Version: profileVersion }) },
    ...Object.fromEntries(
      sortedEntries(profiles).map(([name, { isDefault }], index) => [
        `Profile${index}`,
        {
          Name: name,
          Path: host.os === "darwin" ? `Profiles/${name}` : name,
          IsRelative: 1,
          Default: isDefault ? 1 : 0,
        },
      ]),
    ),
  });

const policiesOf = ({ policies, languagePacks, release }: Own): Readonly<Record<string, Json>> => {
  const packs = languagePacks.map((language) => languagePack(language, release, "thunderbird"));
  if (packs.length === 0) return policies;
  const settings = { ...Object.fromEntries(packs), ...(policies.ExtensionSettings as object | undefined) };
  return { ...policies, ExtensionSettings: settings as Json };
};

const policyPlace = (own: Own) => ({
  path: "thunderbird",
  name: "Thunderbird",
  file: ".thunderbird/policies.json",
  defaultsId: "org.mozilla.thunderbird",
  policies: policiesOf(own),
});

type NamedFile = readonly [path: string, file: FileSpecification | false];

const profileFiles = (
  own: Own,
  profile: Profile,
  path: string,
  { config }: Context,
): readonly NamedFile[] => {
  const folder = `${config.home.homeDirectory}/${path}`;
  const { search, userChrome, userContent } = profile;
  const place = {
    application: "Thunderbird",
    profileFolder: profile.name,
    optionPath: `programs.thunderbird.profiles.${profile.name}.search.engines`,
  };
  return [
    [".keep", { text: "" }],
    [
      "user.js",
      {
        text: userJs({
          preferences: preferencesOf(own, profile, folder, config),
          after: profile.extraConfig,
        }),
      },
    ],
    ["chrome/userChrome.css", userChrome !== "" && { text: userChrome }],
    ["chrome/userContent.css", userContent !== "" && { text: userContent }],
    [
      "search.json.mozlz4",
      search.enable && { base64: mozlz4(searchJson(search, place)), force: search.force },
    ],
    ...mailIn(config, profile).map(filtersFile),
    ...profile.extensions
      .map((one) => ({ id: addonIdOf(one), source: one.contents ?? one.outPath }))
      .filter(({ source }) => source !== undefined)
      .map(({ id, source }): NamedFile => {
        const all = `${source}/share/mozilla/extensions/{3550f703-e582-4d05-9a08-453d09bdfdc6}`;
        return id === undefined
          ? ["extensions", { source: all, recursive: true, force: true }]
          : [`extensions/${id}.xpi`, { source: `${all}/${id}.xpi`, force: true }];
      }),
  ];
};

const mailIn = (config: Config, { name }: Profile): readonly MailAccount[] =>
  mailAccounts(config).filter(
    ({ thunderbird }) => thunderbird.profiles.length === 0 || thunderbird.profiles.includes(name),
  );

/** What accounts come to; the profile's own preferences win over those of all, and an account's over both. */
const preferencesOf = (own: Own, profile: Profile, folder: string, config: Config): Preferences => {
  const mail = mailIn(config, profile);
  const feeds = sortedEntries(profile.feedAccounts).map(([name]) => name);
  const calendars = enabledIn(config.accounts.calendar.accounts, profile.name);
  const contacts = enabledIn(config.accounts.contact.accounts, profile.name);
  const shown = ordered([...mail.map(({ name }) => name), ...feeds], profile.accountsOrder);
  const senders = mail.flatMap(sendersOf);
  const calendarOrder = ordered(
    calendars.map(({ name }) => name),
    profile.calendarAccountsOrder,
  );
  return Object.assign(
    {},
    own.settings,
    shown.length > 0 && {
      "mail.accountmanager.accounts": shown.map((name) => `account_${idOf(name)}`).join(","),
    },
    senders.length > 0 && { "mail.smtpservers": senders.join(",") },
    profile.withExternalGnupg && { "mail.openpgp.allow_external_gnupg": true },
    calendars.length > 0 && { "calendar.list.sortOrder": calendarOrder.map(idOf).join(" ") },
    profile.settings,
    ...mail.map((account) => mailPreferences(account, folder)),
    ...feeds.map((name) => feedPreferences(name, folder)),
    ...calendars.map(calendarPreferences),
    ...contacts.filter(({ remote }) => remote !== null).map(contactPreferences),
  );
};

/** `msgFilterRules.dat`: a line for each property of each filter. */
const filtersFile = ({ name, thunderbird, imap }: MailAccount): NamedFile => [
  `${imap === null ? "EwsMail" : "ImapMail"}/${idOf(name)}/msgFilterRules.dat`,
  thunderbird.messageFilters.length > 0 && {
    text: [
      'version="9"\nlogging="no"\n',
      ...thunderbird.messageFilters.map((filter) =>
        filter.text !== null
          ? filter.text.replace(/\n?$/, "\n")
          : [
              `name="${filter.name}"`,
              `enabled="${filter.enabled ? "yes" : "no"}"`,
              `type="${filter.type}"`,
              `action="${filter.action}"`,
              ...(filter.actionValue === null ? [] : [`actionValue="${filter.actionValue}"`]),
              `condition="${filter.condition}"`,
              ...(filter.extraConfig === null ? [] : [filter.extraConfig]),
              "",
            ].join("\n"),
      ),
    ].join(""),
  },
];
