/** A timetable for Lieer. */
import { defineProgram, option, type TreeOf, t } from "lares/module";
import { isIndexed, type MailAccount, mailAccounts } from "./accounts/mail.ts";

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether to synchronise the accounts with `lieer.sync.enable` from time to time.",
  }),
};
export interface LieerServiceOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly lieer: LieerServiceOptions;
  }
}

const takesPart = ({ lieer }: MailAccount): boolean => lieer.enable && lieer.sync.enable;

const description = ({ name }: MailAccount): string => `lieer Gmail synchronization for ${name}`;

export default defineProgram("services.lieer", {
  url: import.meta.url,
  options,
  packages: () => [],
  platforms: ["linux"],
  config: { programs: { lieer: { enable: true } } },
  units: (_, { config, lib }) => {
    const accounts = mailAccounts(config, takesPart);
    return {
      services: Object.fromEntries(
        accounts.map((account) => [
          `lieer-${account.name}`,
          {
            Unit: {
              Description: description(account),
              ConditionPathExists: `${account.maildir?.absPath}/.gmailieer.json`,
            },
            Service: {
              Type: "oneshot",
              ExecStart: `${lib.program(config.programs.lieer.package ?? "lieer", "gmi")} sync`,
              WorkingDirectory: account.maildir?.absPath,
              ...(isIndexed(account) && {
                Environment: `NOTMUCH_CONFIG=${config.xdg.configHome}/notmuch/default/config`,
              }),
            },
          },
        ]),
      ),
      timers: Object.fromEntries(
        accounts.map((account) => [
          `lieer-${account.name}`,
          {
            Unit: { Description: description(account) },
            Timer: { OnCalendar: account.lieer.sync.frequency, RandomizedDelaySec: 30 },
            Install: { WantedBy: ["timers.target"] },
          },
        ]),
      ),
    };
  },
});
