/** Astroid, a graphical mail client for notmuch: `astroid/config`, from the e-mail accounts. */
import { defineProgram, formats, option, programOptions, type TreeOf, t, toJson } from "lares/module";
import {
  type MailAccount,
  mailAccounts,
  mergedTrees,
  msmtpQueue,
  needed,
  type Tree,
} from "./accounts/mail.ts";

const options = {
  ...programOptions("Astroid, a graphical mail client for notmuch", "astroid"),
  pollScript: option(t.str, {
    default: "",
    description: "Shell commands that fetch new mail.",
    example: "mbsync gmail",
  }),
  externalEditor: option(t.nullOr(t.str), {
    default: null,
    description: "The command of an editor in a window of its own: %1 is the file. Null embeds the editor.",
    example: "nvim-qt -- -c 'set ft=mail' %1",
  }),
  extraConfig: formats.json.option({
    description: "Further settings, which win over those of the other options.",
    example: { poll: { interval: 0 } },
  }),
};
export interface AstroidOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether Astroid uses this account." }),
  sendMailCommand: option(t.str, {
    default: msmtpQueue,
    description: "The command that sends mail.",
    example: "msmtp --read-envelope-from --read-recipients",
  }),
  extraConfig: option(t.attrsOf(t.anything), {
    default: {},
    description: "Further settings of the account.",
    example: { select_query: "" },
  }),
};
export interface AstroidAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly astroid: AstroidOptions;
  }
  interface EmailAccountOptions {
    readonly astroid: AstroidAccountOptions;
  }
}

const takesPart = ({ astroid }: MailAccount): boolean => astroid.enable;

export default defineProgram("programs.astroid", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.astroid": accountOptions },
  files: (own, { config, lib }) => ({
    "astroid/config": {
      text: toJson(
        mergedTrees(
          {
            astroid: {
              config: { version: "11" },
              notmuch_config: `${config.xdg.configHome}/notmuch/default/config`,
            },
            crypto: { gpg: { path: lib.program("gnupg", "gpg") } },
            ...(own.externalEditor !== null && {
              editor: { cmd: own.externalEditor, external_editor: "true" },
            }),
            accounts: Object.fromEntries(
              mailAccounts(config, takesPart).map((account) => [
                account.name,
                { ...accountSettings(account, lib), ...account.astroid.extraConfig },
              ]),
            ),
          },
          own.extraConfig as Tree,
        ) as never,
      ),
    },
    "astroid/poll.sh": own.pollScript !== "" && {
      executable: true,
      text: `#!/usr/bin/env bash\n${own.pollScript.replace(/\n?$/, "\n")}`,
    },
  }),
  assertions: (_, { config }) =>
    mailAccounts(config, takesPart).flatMap((account) =>
      needed("astroid", account, { maildir: account.maildir }),
    ),
});

/** Truth and numbers are words in Astroid's accounts. */
const accountSettings = (
  { address, realName, primary, maildir, folders, gpg, signature, astroid }: MailAccount,
  lib: { readonly text: (name: string, text: string) => object },
): Readonly<Record<string, string>> => ({
  email: address,
  name: realName,
  sendmail: astroid.sendMailCommand,
  default: String(primary),
  save_sent: "true",
  save_sent_to: `${maildir?.absPath}/${folders.sent}/cur/`,
  save_drafts_to: `${maildir?.absPath}/${folders.drafts}`,
  additional_sent_tags: "",
  select_query: "",
  ...(signature.showSignature !== "none" && {
    signature_attach: String(signature.showSignature === "attach"),
    signature_default_on: "true",
    signature_file: `${lib.text("signature.txt", signature.text)}`,
    signature_file_markdown: "",
    signature_separate: "true",
  }),
  ...(gpg !== null && { gpgkey: gpg.key, always_gpg_sign: String(gpg.signByDefault) }),
});
