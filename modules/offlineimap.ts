/** OfflineIMAP, which keeps mail here and on servers the same: `offlineimap/config`, from the e-mail accounts. */
import {
  type Context,
  defineProgram,
  option,
  programOptions,
  type Scalar,
  sortedEntries,
  type TreeOf,
  t,
  toCompactJson,
  toIni,
} from "lares/module";

const settings = (what: string, example?: Readonly<Record<string, unknown>>) =>
  option(t.attrsOf(t.oneOf(t.str, t.int, t.bool)), {
    default: {},
    description: `Further settings of ${what}.`,
    ...(example && { example }),
  });

const options = {
  ...programOptions("OfflineIMAP, which keeps mail here and on servers the same", "offlineimap"),
  pythonFile: option(t.lines, {
    default: "import subprocess\n\ndef get_pass(service, cmd):\n    return subprocess.check_output(cmd, )\n",
    description: "Python code that settings may call. `get_pass` asks the accounts' commands for passwords.",
  }),
  extraConfig: {
    general: settings("the section `general`", { maxage: 30 }),
    default: settings("the section `DEFAULT`"),
    mbnames: settings("the section `mbnames`, the list of mailboxes for mail clients"),
  },
};
export interface OfflineimapOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether OfflineIMAP synchronises this account." }),
  postSyncHookCommand: option(t.lines, {
    default: "",
    description: "Shell commands after each synchronisation.",
    example: "notmuch new",
  }),
  extraConfig: {
    account: settings("the account", { autorefresh: 20 }),
    local: settings("the folder here", { sync_deletes: true }),
    remote: settings("the server", { expunge: false, maxconnections: 2 }),
  },
};
export interface OfflineimapAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly offlineimap: OfflineimapOptions;
  }
  interface EmailAccountOptions {
    readonly offlineimap: OfflineimapAccountOptions;
  }
}

export default defineProgram("programs.offlineimap", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.offlineimap": accountOptions },
  files: (own, context) => ({
    "offlineimap/get_settings.py": { text: own.pythonFile },
    "offlineimap/config": { text: toIni(sectionsOf(own, context.config), { value: pythonValue }) },
    ...Object.fromEntries(
      accountsOf(context.config)
        .filter(({ offlineimap }) => offlineimap.postSyncHookCommand !== "")
        .map(({ name, offlineimap }) => [
          hookFile(name),
          { text: `#!/bin/sh\n${offlineimap.postSyncHookCommand.replace(/\n?$/, "\n")}`, executable: true },
        ]),
    ),
  }),
  assertions: (_, { config }) =>
    accountsOf(config).flatMap(({ name, imap, userName, maildir }) =>
      Object.entries({ imap, userName, maildir }).map(([what, value]) => ({
        assertion: value !== null,
        message: `accounts.email.accounts.${name}.offlineimap needs the account's \`${what}\`.`,
      })),
    ),
});

type Config = Context["config"];
type Account = Config["accounts"]["email"]["accounts"][string];

const accountsOf = (config: Config): readonly Account[] =>
  sortedEntries(config.accounts.email.accounts)
    .map(([, account]) => account)
    .filter((account) => account.enable && account.offlineimap.enable);

const hookFile = (name: string): string => `offlineimap/post-sync-${name}`;

const pythonValue = (value: Scalar): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : String(value);

type Values = Readonly<Record<string, string | number | boolean | undefined>>;

const sectionsOf = (
  { extraConfig }: Config["programs"]["offlineimap"],
  config: Config,
): Readonly<Record<string, Values>> => {
  const accounts = accountsOf(config);
  return {
    general: {
      accounts: accounts.map(({ name }) => name).join(","),
      metadata: `${config.xdg.dataHome}/offlineimap`,
      pythonfile: `${config.xdg.configHome}/offlineimap/get_settings.py`,
      ...extraConfig.general,
    },
    ...(Object.keys(extraConfig.mbnames).length > 0 && {
      mbnames: { enabled: true, ...extraConfig.mbnames },
    }),
    ...(Object.keys(extraConfig.default).length > 0 && { DEFAULT: extraConfig.default }),
    ...Object.assign({}, ...accounts.map((account) => accountSections(account, config))),
  };
};

const accountSections = (account: Account, config: Config): Readonly<Record<string, Values>> => {
  const { name, imap, userName, maildir, passwordCommand, offlineimap } = account;
  return {
    [`Account ${name}`]: {
      localrepository: `${name}-local`,
      remoterepository: `${name}-remote`,
      ...(offlineimap.postSyncHookCommand !== "" && {
        postsynchook: `${config.xdg.configHome}/${hookFile(name)}`,
      }),
      ...offlineimap.extraConfig.account,
    },
    [`Repository ${name}-local`]: {
      type: "Maildir",
      localfolders: maildir?.absPath,
      ...offlineimap.extraConfig.local,
    },
    [`Repository ${name}-remote`]: {
      type: account.flavor === "gmail.com" ? "Gmail" : "IMAP",
      ...(imap !== null && {
        remotehost: imap.host,
        ...(imap.port !== null && { remoteport: imap.port }),
        ssl: imap.tls.enable && !imap.tls.useStartTls,
        starttls: imap.tls.enable && imap.tls.useStartTls,
        ...(imap.tls.enable &&
          imap.tls.certificatesFile !== null && { sslcacertfile: imap.tls.certificatesFile }),
      }),
      ...(userName !== null && { remoteuser: userName }),
      ...(passwordCommand !== null && {
        remotepasseval: `get_pass(${JSON.stringify(name)}, ${toCompactJson([...passwordCommand])})`,
      }),
      ...offlineimap.extraConfig.remote,
    },
  };
};
