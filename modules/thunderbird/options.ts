/** What can be said about Thunderbird, and about accounts in it. */
import { linesOption, option, packageNamed, type TreeOf, t } from "lares/module";
import { searchOptions } from "../mozilla/search.ts";

const { enable, force, default: standard, privateDefault, order, engines } = searchOptions;

const preferences = (what: string) =>
  option(t.attrsOf(t.json), {
    default: {},
    description: `${what}. Sets, lists and fractions become texts in JSON.`,
    example: { "mail.spellcheck.inline": false },
  });

/** Preferences of one account, by the id that it has in them. */
const byId = (what: string) =>
  option(t.functionTo(t.attrsOf(t.oneOf(t.bool, t.int, t.str))), {
    default: () => () => ({}),
    defaultText: "(id) => ({})",
    description: `A function from the id of ${what} to further preferences.`,
  });

const names = (what: string) => option(t.listOf(t.str), { default: [], description: what });

const profile = t.submodule({
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the profile's name in the set",
    readOnly: true,
    description: "What the profile is called.",
  }),
  isDefault: option(t.bool, { default: false, description: "Whether Thunderbird starts with this profile." }),
  settings: preferences("Preferences of the profile"),
  extraConfig: linesOption("Further lines of `user.js`."),
  accountsOrder: names("Accounts in the order in which they are shown, feeds included; the others follow."),
  calendarAccountsOrder: names("Calendars in the order in which they are shown; the others follow."),
  withExternalGnupg: option(t.bool, { default: false, description: "Whether GnuPG's own keys may be used." }),
  feedAccounts: option(
    t.attrsOf(
      t.submodule({
        name: option(t.str, {
          default: ({ name }) => name,
          defaultText: "the name in the set",
          readOnly: true,
          description: "What the feeds' account is called.",
        }),
      }),
    ),
    { default: {}, description: "Accounts for feeds, by name." },
  ),
  extensions: option(t.listOf(t.package), {
    default: [],
    description: "Packages with extensions for this profile (`share/mozilla/extensions`).",
  }),
  search: option(t.submodule({ enable, force, default: standard, privateDefault, order, engines }), {
    description: "Search engines.",
  }),
  userChrome: linesOption("Style of Thunderbird itself, in CSS."),
  userContent: linesOption("Style of what it shows, in CSS."),
});

export const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up Thunderbird." }),
  package: option(t.nullOr(t.package), {
    default: packageNamed("thunderbird"),
    description: "The package of Thunderbird. Null installs none, for a program that comes from elsewhere.",
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.thunderbird.package,
    defaultText: "package",
    readOnly: true,
    description: "The package that is installed: `package`.",
  }),
  profileVersion: option(t.nullOr(t.unsigned), {
    default: 2,
    internal: true,
    description: "The version of profiles.ini; null for none.",
  }),
  release: option(t.str, {
    default: ({ config }) => config.programs.thunderbird.package?.version ?? "",
    internal: true,
    description: "The version whose language packs are taken; the newest when empty.",
  }),
  darwinSetupWarning: option(t.bool, {
    default: true,
    readOnly: true,
    internal: true,
    description: "Says nothing any more.",
  }),
  languagePacks: option(t.listOf(t.str), {
    default: [],
    description: "Languages to install, as policies.",
    example: ["en-GB", "de"],
  }),
  policies: option(t.jsonObject, {
    default: {},
    description:
      "Enterprise policies. On Linux Thunderbird reads them from `/etc/thunderbird/policies` only: a switch says, until it is done, how to link that folder's policies.json to the one of this home.",
    example: { DisableTelemetry: true },
  }),
  nativeMessagingHosts: option(t.listOf(t.package), {
    default: [],
    description: "Packages with programs that extensions may talk to.",
  }),
  settings: preferences("Preferences of all profiles"),
  profiles: option(t.attrsOf(profile), { default: {}, description: "Profiles, by name." }),
};
export interface ThunderbirdOptions extends TreeOf<typeof options> {}

const inProfiles = {
  enable: option(t.bool, { default: false, description: "Whether Thunderbird shows this account." }),
  profiles: option(t.listOf(t.str), {
    default: [],
    description: "The profiles that show it; none means all.",
    example: ["private"],
  }),
};

const filter = t.submodule({
  name: option(t.str, { description: "The filter's name." }),
  enabled: option(t.bool, { default: true, description: "Whether it counts." }),
  type: option(t.str, { description: "When it runs, a number of Thunderbird's own.", example: "17" }),
  action: option(t.str, { description: "What it does.", example: "Mark read" }),
  actionValue: option(t.nullOr(t.str), { default: null, description: "What the action needs to know." }),
  condition: option(t.str, { description: "Which mail it is for.", example: "ALL" }),
  extraConfig: option(t.nullOr(t.str), { default: null, description: "Further lines." }),
  text: option(t.nullOr(t.str), {
    default: null,
    description: "The filter's lines, instead of all the others.",
  }),
});

export const emailOptions = {
  ...inProfiles,
  settings: byId("the account"),
  perIdentitySettings: byId("each of its addresses"),
  messageFilters: option(t.listOf(filter), { default: [], description: "Filters of its mail, in order." }),
};
export const calendarOptions = {
  ...inProfiles,
  settings: byId("the calendar"),
  readOnly: option(t.bool, { default: false, description: "Whether Thunderbird may not change it." }),
  color: option(t.str, { default: "", description: "Its colour.", example: "#dc8add" }),
};
export const contactOptions = {
  ...inProfiles,
  token: option(t.nullOr(t.str), { default: null, description: "The token of the last synchronisation." }),
};
export interface ThunderbirdEmailOptions extends TreeOf<typeof emailOptions> {}
export interface ThunderbirdCalendarOptions extends TreeOf<typeof calendarOptions> {}
export interface ThunderbirdContactOptions extends TreeOf<typeof contactOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly thunderbird: ThunderbirdOptions;
  }
  interface EmailAccountOptions {
    readonly thunderbird: ThunderbirdEmailOptions;
  }
  interface CalendarAccountOptions {
    readonly thunderbird: ThunderbirdCalendarOptions;
  }
  interface ContactAccountOptions {
    readonly thunderbird: ThunderbirdContactOptions;
  }
}
