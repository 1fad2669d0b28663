/** imapnotify runs commands when a server tells of new mail: a file and a service for each e-mail account. */
import { type Context, defineProgram, option, packageNamed, type TreeOf, t, toJson } from "lares/module";
import { isIndexed, type MailAccount, mailAccounts, needed } from "./accounts/mail.ts";
import { binFolders } from "./session-services/unit.ts";

const options = {
  enable: option(t.bool, { default: false, description: "Whether to wait for new mail." }),
  package: option(t.package, { default: packageNamed("goimapnotify"), description: "The package." }),
  path: option(t.listOf(t.package), {
    default: [],
    description: "Packages whose programs the commands find in PATH.",
  }),
};
export interface ImapnotifyOptions extends TreeOf<typeof options> {}

const commands = (when: string, example: unknown) =>
  option(t.oneOf(t.str, t.attrsOf(t.str)), {
    default: "",
    description: `Shell commands ${when}; a set has them by event: mail, update, expunge.`,
    example: example as never,
  });

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether to wait for this account's mail." }),
  boxes: option(t.listOf(t.str), {
    default: [],
    description: "The mailboxes.",
    example: ["Inbox", "[Gmail]/MyLabel"],
  }),
  onNotify: commands("when mail has come", "mbsync test"),
  onNotifyPost: commands("after those", { mail: "notmuch new && notify-send 'New mail'" }),
  extraArgs: option(t.listOf(t.str), {
    default: [],
    description: "Further arguments of the program.",
    example: ["-wait 1"],
  }),
  extraConfig: option(t.jsonObject, {
    default: {},
    description: "Further settings, which win over those of the other options.",
    example: { wait: 10 },
  }),
};
export interface ImapnotifyAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly imapnotify: ImapnotifyOptions;
  }
  interface EmailAccountOptions {
    readonly imapnotify: ImapnotifyAccountOptions;
  }
}

const takesPart = ({ imapnotify }: MailAccount): boolean => imapnotify.enable;

export default defineProgram("services.imapnotify", {
  url: import.meta.url,
  options,
  packages: () => [],
  more: { "accounts.email.accounts.<name>.imapnotify": accountOptions },
  files: (_, { config }) =>
    Object.fromEntries(
      mailAccounts(config, takesPart).map((account) => [
        `imapnotify/${configName(account)}`,
        { text: configText(account) },
      ]),
    ),
  units: (own, context) => ({
    services: Object.fromEntries(
      mailAccounts(context.config, takesPart).map((account) => [
        serviceName(account),
        {
          Unit: { Description: `imapnotify for ${safe(account.name)}` },
          Service: {
            // The file by its text's own path, so that a change restarts the service.
            ExecStart: [
              context.lib.program(own.package),
              "-conf",
              `'${context.lib.text(configName(account), configText(account))}'`,
              ...account.imapnotify.extraArgs,
            ].join(" "),
            Restart: "always",
            RestartSec: 30,
            Type: "simple",
            Environment: [
              `PATH=${binFolders(context.lib, ...own.path)}`,
              ...Object.entries(notmuchVariables(account, context)).map(
                ([name, value]) => `${name}=${value}`,
              ),
            ],
          },
          Install: { WantedBy: ["default.target"] },
        },
      ]),
    ),
  }),
  agents: (own, context) =>
    Object.fromEntries(
      mailAccounts(context.config, takesPart).map((account) => [
        serviceName(account),
        {
          enable: true,
          config: {
            ProgramArguments: [
              context.lib.program(own.package),
              "-conf",
              `${context.lib.text(configName(account), configText(account))}`,
              ...account.imapnotify.extraArgs,
            ],
            KeepAlive: true,
            ThrottleInterval: 30,
            ExitTimeOut: 0,
            ProcessType: "Background",
            RunAtLoad: true,
            EnvironmentVariables: {
              ...(own.path.length > 0 && { PATH: binFolders(context.lib, ...own.path) }),
              ...notmuchVariables(account, context),
            },
          },
        },
      ]),
    ),
  assertions: (_, { config }) =>
    mailAccounts(config, takesPart).flatMap((account) =>
      needed("imapnotify", account, {
        imap: account.imap,
        userName: account.userName,
        passwordCommand: account.passwordCommand,
        maildir: account.maildir,
      }),
    ),
});

/** Names of units allow fewer characters than names of accounts. */
const safe = (name: string): string => name.replace(/[@:\\]/g, "-").replace(/[[\]]/g, "");
const serviceName = ({ name }: MailAccount): string => `imapnotify-${safe(name)}`;
const configName = (account: MailAccount): string => `${serviceName(account)}-config.json`;

const notmuchVariables = (account: MailAccount, { config }: Context): Readonly<Record<string, string>> =>
  isIndexed(account) ? { NOTMUCH_CONFIG: `${config.xdg.configHome}/notmuch/default/config` } : {};

const configText = ({ imap, userName, passwordCommand, imapnotify }: MailAccount): string =>
  toJson({
    host: imap?.host ?? "",
    port: imap?.port ?? (imap?.tls.enable ? 993 : 143),
    tls: imap?.tls.enable ?? true,
    tlsOptions: { starttls: imap?.tls.useStartTls ?? false },
    username: userName,
    passwordCmd: (passwordCommand ?? []).join(" "),
    boxes: [...imapnotify.boxes],
    ...byEvent(imapnotify.onNotify, ""),
    ...byEvent(imapnotify.onNotifyPost, "Post"),
    ...imapnotify.extraConfig,
  } as never);

const events: Readonly<Record<string, string>> = {
  mail: "onNewMail",
  update: "onChangedMail",
  expunge: "onDeletedMail",
};

const byEvent = (commands: string | Readonly<Record<string, string>>, suffix: string) =>
  typeof commands === "string"
    ? commands === ""
      ? {}
      : { [`onNewMail${suffix}`]: commands }
    : Object.fromEntries(
        Object.entries(commands).map(([event, text]) => [`${events[event] ?? event}${suffix}`, text]),
      );
