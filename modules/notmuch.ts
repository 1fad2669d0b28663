/** notmuch, which indexes mail: `notmuch/default/config` and hooks. */
import {
  type Context,
  defineProgram,
  linesOption,
  option,
  programOptions,
  type Scalar,
  sortedEntries,
  type TreeOf,
  t,
  toIni,
} from "lares/module";
import { virtualOptions } from "./neomutt/virtual.ts";

const options = {
  ...programOptions("notmuch, which indexes mail", "notmuch"),
  new: option(
    t.submodule({
      ignore: option(t.listOf(t.str), {
        default: [],
        description: "Names of files and folders that are passed over.",
      }),
      tags: option(t.listOf(t.str), {
        default: ["unread", "inbox"],
        description: "Tags of new mail.",
        example: ["new"],
      }),
    }),
    { description: "What happens to new mail." },
  ),
  search: {
    excludeTags: option(t.listOf(t.str), {
      default: ["deleted", "spam"],
      description: "Tags of mail that searches pass over unless they name the tag.",
    }),
  },
  maildir: {
    synchronizeFlags: option(t.bool, {
      default: true,
      description: "Whether Maildir's flags and notmuch's tags follow each other.",
    }),
  },
  hooks: {
    preNew: linesOption("Shell commands before new mail is indexed.", "mbsync --all"),
    postNew: linesOption(
      "Shell commands after new mail was indexed.",
      "notmuch tag +me -- tag:new and to:me@example.org",
    ),
    postInsert: linesOption("Shell commands after `notmuch insert`."),
  },
  extraConfig: option(t.attrsOf(t.attrsOf(t.str)), {
    default: {},
    description: "Further sections and keys, which win over those of the other options.",
  }),
};
export interface NotmuchOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether notmuch indexes this account's mail." }),
  neomutt: virtualOptions,
};
export interface NotmuchAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly notmuch: NotmuchOptions;
  }
  interface EmailAccountOptions {
    readonly notmuch: NotmuchAccountOptions;
  }
}

export default defineProgram("programs.notmuch", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.notmuch": accountOptions },
  files: (own, context) => ({
    "notmuch/default/config": { text: toIni(sectionsOf(own, context.config) as never, listStyle) },
    "notmuch/default/hooks/pre-new": hook(own.hooks.preNew, context),
    "notmuch/default/hooks/post-new": hook(own.hooks.postNew, context),
    "notmuch/default/hooks/post-insert": hook(own.hooks.postInsert, context),
  }),
  variables: (_, { config }) => environment(config),
  assertions: (_, { config }) => [
    {
      assertion: accountsOf(config).some(({ primary }) => primary),
      message:
        "programs.notmuch takes name and address from the primary account: set `notmuch.enable` in the one of accounts.email.accounts that is primary.",
    },
  ],
});

type Own = Context["config"]["programs"]["notmuch"];

const listStyle = { lists: { join: ";" }, value: (value: Scalar) => String(value) } as const;

const environment = ({ xdg }: Context["config"]) => ({
  NOTMUCH_CONFIG: `${xdg.configHome}/notmuch/default/config`,
  NMBGIT: `${xdg.dataHome}/notmuch/nmbug`,
});

const accountsOf = (config: Context["config"]) =>
  sortedEntries(config.accounts.email.accounts)
    .map(([, account]) => account)
    .filter((account) => account.enable && account.notmuch.enable);

const sectionsOf = (own: Own, config: Context["config"]) => {
  const accounts = accountsOf(config);
  const primary = accounts.filter((account) => account.primary);
  const others = accounts.filter((account) => !account.primary);
  const aliases = (of: typeof accounts) =>
    of.flatMap((account) =>
      account.aliases.map((alias) => (typeof alias === "string" ? alias : alias.address)),
    );
  const sections: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    database: { path: config.accounts.email.maildirBasePath },
    maildir: { synchronize_flags: own.maildir.synchronizeFlags },
    new: { ignore: own.new.ignore, tags: own.new.tags },
    search: { exclude_tags: own.search.excludeTags },
    user: {
      name: primary.map(({ realName }) => realName),
      primary_email: primary.map(({ address }) => address),
      other_email: [...aliases(primary), ...others.map(({ address }) => address), ...aliases(others)],
    },
  };
  const names = [...new Set([...Object.keys(sections), ...Object.keys(own.extraConfig)])];
  return Object.fromEntries(names.map((name) => [name, { ...sections[name], ...own.extraConfig[name] }]));
};

/** Timers run hooks without the session's environment. */
const hook = (commands: string, { config }: Context) =>
  commands !== "" && {
    executable: true,
    text: `#!/usr/bin/env bash\n\n${Object.entries(environment(config))
      .map(([name, value]) => `export ${name}="\${${name}:-${value}}"\n`)
      .join("")}\n${commands.replace(/\n?$/, "\n")}`,
  };
