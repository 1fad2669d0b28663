/** Calendars, which calendar programs and synchronisers read. */
import { type CalendarAccountOptions, type Context, defineModule, mkIf, option, t } from "lares/module";

const accountOptions = {
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the account's name",
    readOnly: true,
    description: "The account's name.",
  }),
  primary: option(t.bool, {
    default: false,
    description: "Whether this account is the one that programs use unless told otherwise.",
  }),
  primaryCollection: option(t.nullOr(t.str), {
    default: null,
    description: "The collection that counts as the account's own, for accounts with several.",
  }),
  local: option(
    t.nullOr(
      t.submodule({
        type: option(t.enum("filesystem", "singlefile"), {
          default: "filesystem",
          description: "Whether each entry has a file of its own, or all are in one.",
        }),
        path: option(t.str, {
          default: "",
          defaultText: "a folder of the account's name below accounts.calendar.basePath",
          description: "Where the calendar is kept here, absolute.",
        }),
        fileExt: option(t.nullOr(t.str), { default: ".ics", description: "The ending of the files' names." }),
        encoding: option(t.nullOr(t.str), {
          default: null,
          description: "The files' encoding; null for UTF-8.",
        }),
      }),
    ),
    {
      default: () => ({ type: "filesystem" as const, path: "", fileExt: ".ics", encoding: null }),
      apply: (own, { name, config }) =>
        own && {
          type: own.type,
          path: own.path || `${config.accounts.calendar.basePath}/${name}`,
          fileExt: own.fileExt,
          encoding: own.encoding,
        },
      description: "The copy that is kept here; null for none.",
    },
  ),
  remote: option(
    t.nullOr(
      t.submodule({
        type: option(t.enum("caldav", "http", "google_calendar"), {
          description: "What kind of server it is.",
        }),
        url: option(t.nullOr(t.str), { default: null, description: "The server's address." }),
        userName: option(t.nullOr(t.str), { default: null, description: "The name at the server." }),
        passwordCommand: option(t.nullOr(t.listOf(t.str)), {
          default: null,
          description: "The command that prints the password.",
          example: ["pass", "caldav"],
        }),
      }),
    ),
    { default: null, description: "The server; null for a calendar that is here only." },
  ),
};
type AccountTree = typeof accountOptions;

const calendarOptions = {
  basePath: option(t.str, {
    default: ({ config }) => `${config.xdg.dataHome}/calendars`,
    defaultText: "~/.local/share/calendars",
    apply: (path, { config }) => (path.startsWith("/") ? path : `${config.home.homeDirectory}/${path}`),
    description: "The folder of all calendars; a relative path lies in the home.",
    example: ".calendar",
  }),
  accounts: option(t.attrsOf(t.submodule(accountOptions as CalendarAccountOptions)), {
    default: {},
    description: "Calendar accounts, by name.",
  }),
};
type Tree = typeof calendarOptions;
export interface CalendarOptions extends Tree {}
const options: CalendarOptions = calendarOptions;

declare module "lares/module" {
  /** Programs add theirs: `interface CalendarAccountOptions { readonly khal: … }`. */
  interface CalendarAccountOptions extends AccountTree {}
  interface AccountsOptions {
    readonly calendar: CalendarOptions;
  }
  interface Options {
    readonly accounts: AccountsOptions;
  }
}

const primaries = ({ config }: Context) =>
  Object.values(config.accounts.calendar.accounts).filter(({ primary }) => primary);

export default defineModule({
  path: "accounts.calendar",
  url: import.meta.url,
  options,
  config: {
    assertions: mkIf(
      (context) => primaries(context).length > 1,
      [
        {
          assertion: false,
          message:
            "More than one of accounts.calendar.accounts is primary: leave `primary` in one of them only.",
        },
      ],
    ),
  },
});
