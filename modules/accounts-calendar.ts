/** Calendars, which calendar programs and synchronisers read. */
import { type CalendarAccountOptions, type Context, defineModule, mkIf, option, t } from "lares/module";
import { accountsOptions, collectionOptions } from "./accounts/collection.ts";

const about = {
  kind: "calendar",
  one: "a calendar",
  many: "calendars",
  fileExt: ".ics",
  servers: ["caldav", "http", "google_calendar"],
  passwordCommand: ["pass", "caldav"],
  folder: "calendars",
} as const;

const accountOptions = {
  ...collectionOptions(about),
  primary: option(t.bool, {
    default: false,
    description: "Whether this account is the one that programs use unless told otherwise.",
  }),
  primaryCollection: option(t.nullOr(t.str), {
    default: null,
    description: "The collection that counts as the account's own, for accounts with several.",
  }),
};
type AccountTree = typeof accountOptions;

const calendarOptions = accountsOptions(about, accountOptions as CalendarAccountOptions);
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
