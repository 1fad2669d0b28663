/** Address books, which contact programs and synchronisers read. */
import { type ContactAccountOptions, defineModule, option, t } from "lares/module";

const accountOptions = {
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the account's name",
    readOnly: true,
    description: "The account's name.",
  }),
  local: option(
    t.nullOr(
      t.submodule({
        type: option(t.enum("filesystem", "singlefile"), {
          default: "filesystem",
          description: "Whether each entry has a file of its own, or all are in one.",
        }),
        path: option(t.str, {
          default: "",
          defaultText: "a folder of the account's name below accounts.contact.basePath",
          description: "Where the address book is kept here, absolute.",
        }),
        fileExt: option(t.nullOr(t.str), { default: ".vcf", description: "The ending of the files' names." }),
        encoding: option(t.nullOr(t.str), {
          default: null,
          description: "The files' encoding; null for UTF-8.",
        }),
      }),
    ),
    {
      default: () => ({ type: "filesystem" as const, path: "", fileExt: ".vcf", encoding: null }),
      apply: (own, { name, config }) =>
        own && {
          type: own.type,
          path: own.path || `${config.accounts.contact.basePath}/${name}`,
          fileExt: own.fileExt,
          encoding: own.encoding,
        },
      description: "The copy that is kept here; null for none.",
    },
  ),
  remote: option(
    t.nullOr(
      t.submodule({
        type: option(t.enum("carddav", "http", "google_contacts"), {
          description: "What kind of server it is.",
        }),
        url: option(t.nullOr(t.str), { default: null, description: "The server's address." }),
        userName: option(t.nullOr(t.str), { default: null, description: "The name at the server." }),
        passwordCommand: option(t.nullOr(t.listOf(t.str)), {
          default: null,
          description: "The command that prints the password.",
          example: ["pass", "carddav"],
        }),
      }),
    ),
    { default: null, description: "The server; null for an address book that is here only." },
  ),
};
type AccountTree = typeof accountOptions;

const contactOptions = {
  basePath: option(t.str, {
    default: ({ config }) => `${config.xdg.dataHome}/contacts`,
    defaultText: "~/.local/share/contacts",
    apply: (path, { config }) => (path.startsWith("/") ? path : `${config.home.homeDirectory}/${path}`),
    description: "The folder of all address books; a relative path lies in the home.",
    example: ".contacts",
  }),
  accounts: option(t.attrsOf(t.submodule(accountOptions as ContactAccountOptions)), {
    default: {},
    description: "Contact accounts, by name.",
  }),
};
type Tree = typeof contactOptions;
export interface ContactOptions extends Tree {}
const options: ContactOptions = contactOptions;

declare module "lares/module" {
  /** Programs add theirs: `interface ContactAccountOptions { readonly khard: … }`. */
  interface ContactAccountOptions extends AccountTree {}
  interface AccountsOptions {
    readonly contact: ContactOptions;
  }
  interface Options {
    readonly accounts: AccountsOptions;
  }
}

export default defineModule({ path: "accounts.contact", url: import.meta.url, options });
