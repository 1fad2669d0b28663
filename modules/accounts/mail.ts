/** What mail programs' modules read of the e-mail accounts. */
import { type Context, sortedEntries } from "lares/module";

type Config = Context["config"];
export type MailAccount = Config["accounts"]["email"]["accounts"][string];

/** The accounts in use that a program takes part in, by name. */
export const mailAccounts = (
  config: Config,
  takesPart: (account: MailAccount) => boolean,
): readonly MailAccount[] =>
  sortedEntries(config.accounts.email.accounts)
    .map(([, account]) => account)
    .filter((account) => account.enable && takesPart(account));

/** msmtp's and notmuch's options are there when their modules are: nothing here loads them. */
interface Neighbours {
  readonly msmtp?: { readonly enable: boolean };
  readonly notmuch?: { readonly enable: boolean };
}
export const sendsByMsmtp = (account: object): boolean => (account as Neighbours).msmtp?.enable === true;
export const isIndexed = (account: object): boolean => (account as Neighbours).notmuch?.enable === true;

/** msmtp's queue, which keeps what is sent while there is no network. */
export const msmtpQueue = "msmtpq --read-envelope-from --read-recipients";

export const aliasAddresses = ({ aliases }: MailAccount): readonly string[] =>
  aliases.map((alias) => (typeof alias === "string" ? alias : alias.address));

/** A failed assertion for each of these that an account lacks. */
export const needed = (
  program: string,
  { name }: MailAccount,
  values: Readonly<Record<string, unknown>>,
): readonly { readonly assertion: boolean; readonly message: string }[] =>
  Object.entries(values).map(([what, value]) => ({
    assertion: value !== null && value !== undefined,
    message: `accounts.email.accounts.${name}.${program} needs the account's \`${what}\`.`,
  }));

export type Tree = Readonly<Record<string, unknown>>;

/** What is above wins, leaf by leaf. */
export const mergedTrees = (below: Tree, above: Tree): Tree => ({
  ...below,
  ...Object.fromEntries(
    Object.entries(above).map(([key, value]) => [
      key,
      isTree(below[key]) && isTree(value) ? mergedTrees(below[key], value) : value,
    ]),
  ),
});

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);
