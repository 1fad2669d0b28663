/** msmtp, which sends mail: `msmtp/config`, from the e-mail accounts. */
import {
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  renamed,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("msmtp, which sends mail", packageNamed("msmtp")),
  configContent: option(t.lines, {
    default: "",
    description:
      "The file. The accounts come at order 1000; mkBefore and mkAfter put lines before and after them.",
    example: "defaults\nlogfile ~/.msmtp.log\n",
  }),
  extraConfig: renamed<string>("programs.msmtp.configContent"),
  extraAccounts: renamed<string>("programs.msmtp.configContent"),
};
export interface MsmtpOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether msmtp sends this account's mail." }),
  tls: {
    fingerprint: option(t.nullOr(t.strMatching(/^([0-9A-Za-z]{2}:)+[0-9A-Za-z]{2}$/)), {
      default: null,
      description:
        "Fingerprint of the server's certificate, to trust that one alone; null for those that are signed.",
    }),
  },
  extraConfig: option(t.attrsOf(t.str), {
    default: {},
    description: "Further settings of the account, which win over those that follow from it.",
    example: { auth: "login" },
  }),
};
export interface MsmtpAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly msmtp: MsmtpOptions;
  }
  interface EmailAccountOptions {
    readonly msmtp: MsmtpAccountOptions;
  }
}

export default defineProgram("programs.msmtp", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.msmtp": accountOptions },
  files: ({ configContent }) => ({ "msmtp/config": configContent !== "" && { text: ended(configContent) } }),
  variables: (_, { config }) => ({
    MSMTPQ_Q: `${config.xdg.dataHome}/msmtp/queue`,
    MSMTPQ_LOG: `${config.xdg.dataHome}/msmtp/queue.log`,
  }),
  assertions: (_, { config }) =>
    accountsOf(config).map(({ name, smtp, userName }) => ({
      assertion: smtp !== null && userName !== null,
      message: `accounts.email.accounts.${name}.msmtp needs the account's \`smtp\` and \`userName\`.`,
    })),
  config: {
    programs: { msmtp: { configContent: ({ config }) => accountsOf(config).map(accountText).join("\n") } },
  },
});

type Account = Context["config"]["accounts"]["email"]["accounts"][string];

const accountsOf = (config: Context["config"]): readonly Account[] =>
  sortedEntries(config.accounts.email.accounts)
    .map(([, account]) => account)
    .filter((account) => account.enable && account.msmtp.enable);

const accountText = ({
  name,
  address,
  aliases,
  primary,
  userName,
  passwordCommand,
  smtp,
  msmtp,
}: Account): string =>
  [
    `account ${name}`,
    ...sortedEntries({
      auth: "on",
      from: address,
      ...(userName !== null && { user: userName }),
      ...(passwordCommand !== null && { passwordeval: passwordCommand.join(" ") }),
      ...(smtp !== null && {
        host: smtp.host,
        tls: onOff(smtp.tls.enable),
        tls_starttls: onOff(smtp.tls.useStartTls),
        ...(smtp.port !== null && { port: String(smtp.port) }),
        ...(smtp.tls.certificatesFile !== null && { tls_trust_file: smtp.tls.certificatesFile }),
      }),
      ...(msmtp.tls.fingerprint !== null && { tls_fingerprint: msmtp.tls.fingerprint }),
      ...msmtp.extraConfig,
    }).map(([key, value]) => `${key} ${value}`),
    ...(primary ? ["", `account default : ${name}`] : []),
    ...aliases
      .map((alias) => (typeof alias === "string" ? alias : alias.address))
      .flatMap((alias) => ["", `account ${alias} : ${name}`, `from ${alias}`]),
    "",
  ].join("\n");

const onOff = (value: boolean): string => (value ? "on" : "off");

const ended = (text: string): string => (text.endsWith("\n") ? text : `${text}\n`);
