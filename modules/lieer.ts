/** Lieer, which keeps notmuch and Gmail the same: `.gmailieer.json` in each account's folder. */
import { defineProgram, option, programOptions, renamed, type TreeOf, t, toJson } from "lares/module";
import { isIndexed, type MailAccount, mailAccounts, needed } from "./accounts/mail.ts";

const options = programOptions("Lieer, which keeps notmuch and Gmail the same", "lieer");
export interface LieerOptions extends TreeOf<typeof options> {}

const tags = (description: string, preset: readonly string[] = []) =>
  option(t.listOf(t.str), { default: preset, description });

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether Lieer synchronises this account." }),
  notmuchSetupWarning: option(t.bool, {
    default: true,
    description: "Whether to warn where notmuch does not index the account's mail.",
  }),
  sync: {
    enable: option(t.bool, {
      default: false,
      description: "Whether services.lieer synchronises this account.",
    }),
    frequency: option(t.str, { default: "*:0/5", description: "When, in systemd's calendar notation." }),
  },
  settings: option(
    t.freeform(t.json, {
      drop_non_existing_label: option(t.bool, {
        default: false,
        description: "Whether labels that the server does not have are dropped instead of an error.",
      }),
      file_extension: option(t.str, {
        default: "",
        description: "The extension of mail's files.",
        example: "mbox",
      }),
      ignore_empty_history: option(t.bool, {
        default: false,
        description: "Whether an empty history from the server is taken for no change.",
      }),
      ignore_remote_labels: tags("Labels of the server that make no tags here.", [
        "CATEGORY_FORUMS",
        "CATEGORY_PROMOTIONS",
        "CATEGORY_UPDATES",
        "CATEGORY_SOCIAL",
        "CATEGORY_PERSONAL",
      ]),
      ignore_tags: tags("Tags that make no labels at the server."),
      local_trash_tag: option(t.str, {
        default: "trash",
        description: "The tag here that stands for the label TRASH.",
      }),
      remove_local_messages: option(t.bool, {
        default: true,
        description: "Whether mail that is gone at the server goes here too.",
      }),
      replace_slash_with_dot: option(t.bool, {
        default: false,
        description: "Whether a label's slashes are dots in its tag.",
      }),
      timeout: option(t.unsigned, {
        default: 600,
        description: "Seconds until a request fails; 0 waits for as long as it takes.",
      }),
    }),
    { description: "The account's `.gmailieer.json`." },
  ),
  dropNonExistingLabels: renamed("settings.drop_non_existing_label"),
  ignoreTagsLocal: renamed("settings.ignore_tags"),
  ignoreTagsRemote: renamed("settings.ignore_remote_labels"),
  replaceSlashWithDot: renamed("settings.replace_slash_with_dot"),
  timeout: renamed("settings.timeout"),
};
export interface LieerAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly lieer: LieerOptions;
  }
  interface EmailAccountOptions {
    readonly lieer: LieerAccountOptions;
  }
}

const takesPart = ({ lieer }: MailAccount): boolean => lieer.enable;

export default defineProgram("programs.lieer", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.lieer": accountOptions },
  files: (_, { config }) =>
    Object.fromEntries(
      mailAccounts(config, takesPart).map((account) => [
        `${account.maildir?.absPath}/.gmailieer.json`,
        { text: toJson({ account: account.address, ...account.lieer.settings } as never) },
      ]),
    ),
  assertions: (_, { config }) =>
    mailAccounts(config, takesPart).flatMap((account) =>
      needed("lieer", account, { maildir: account.maildir }),
    ),
  warnings: (_, { config }) =>
    mailAccounts(config, takesPart).map(
      (account) =>
        account.lieer.notmuchSetupWarning &&
        !isIndexed(account) &&
        `Lieer writes into notmuch's database, and accounts.email.accounts.${account.name}.notmuch.enable is not on. Set it, or notmuchSetupWarning to false.`,
    ),
});
