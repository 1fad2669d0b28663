/** What calendars and address books have in common: a copy kept here, a server, and a folder for all of them. */
import { option, t } from "lares/module";

export interface CollectionKind<S extends readonly string[]> {
  /** As in the option path: `calendar`. */
  readonly kind: string;
  /** In sentences: `calendar`, `address book`; with its article and in the plural. */
  readonly one: string;
  readonly many: string;
  readonly fileExt: string;
  /** The kinds of servers there are. */
  readonly servers: S;
  /** An example of the command that prints the password. */
  readonly passwordCommand: readonly string[];
  /** Below `xdg.dataHome`. */
  readonly folder: string;
}

/** The options of one account, beside its programs' own. */
export const collectionOptions = <const S extends readonly string[]>(about: CollectionKind<S>) => ({
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the account's name",
    readOnly: true,
    description: "The account's name.",
  }),
  local: localOption(about),
  remote: option(
    t.nullOr(
      t.submodule({
        type: option(t.enum(...about.servers), { description: "What kind of server it is." }),
        url: option(t.nullOr(t.str), { default: null, description: "The server's address." }),
        userName: option(t.nullOr(t.str), { default: null, description: "The name at the server." }),
        passwordCommand: option(t.nullOr(t.listOf(t.str)), {
          default: null,
          description: "The command that prints the password.",
          example: about.passwordCommand,
        }),
      }),
    ),
    { default: null, description: `The server; null for ${about.one} that is here only.` },
  ),
});

const localOption = ({ kind, one, fileExt }: CollectionKind<readonly string[]>) =>
  option(
    t.nullOr(
      t.submodule({
        type: option(t.enum("filesystem", "singlefile"), {
          default: "filesystem",
          description: "Whether each entry has a file of its own, or all are in one.",
        }),
        path: option(t.str, {
          default: "",
          defaultText: `a folder of the account's name below accounts.${kind}.basePath`,
          description: `Where the ${one.replace(/^an? /, "")} is kept here, absolute.`,
        }),
        fileExt: option(t.nullOr(t.str), {
          default: fileExt,
          description: "The ending of the files' names.",
        }),
        encoding: option(t.nullOr(t.str), {
          default: null,
          description: "The files' encoding; null for UTF-8.",
        }),
      }),
    ),
    {
      default: () => ({ type: "filesystem" as const, path: "", fileExt, encoding: null }),
      apply: (own, { name, config }) =>
        own && {
          type: own.type,
          path: own.path || `${config.accounts[kind].basePath}/${name}`,
          fileExt: own.fileExt,
          encoding: own.encoding,
        },
      description: "The copy that is kept here; null for none.",
    },
  );

/** The options of all accounts of a kind. */
export const accountsOptions = <O extends object>(about: CollectionKind<readonly string[]>, account: O) => ({
  basePath: basePathOption(about),
  accounts: option(t.attrsOf(t.submodule(account)), {
    default: {},
    description: `${about.kind.replace(/^./, (letter) => letter.toUpperCase())} accounts, by name.`,
  }),
});

const basePathOption = ({ many, folder }: CollectionKind<readonly string[]>) =>
  option(t.str, {
    default: ({ config }) => `${config.xdg.dataHome}/${folder}`,
    defaultText: `~/.local/share/${folder}`,
    apply: (path, { config }) => (path.startsWith("/") ? path : `${config.home.homeDirectory}/${path}`),
    description: `The folder of all ${many}; a relative path lies in the home.`,
    example: `.${folder}`,
  });
