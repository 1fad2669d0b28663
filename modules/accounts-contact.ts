/** Address books, which contact programs and synchronisers read. */
import { type ContactAccountOptions, defineModule } from "lares/module";
import { accountsOptions, collectionOptions } from "./accounts/collection.ts";

const about = {
  kind: "contact",
  one: "an address book",
  many: "address books",
  fileExt: ".vcf",
  servers: ["carddav", "http", "google_contacts"],
  passwordCommand: ["pass", "carddav"],
  folder: "contacts",
} as const;

const accountOptions = collectionOptions(about);
type AccountTree = typeof accountOptions;

const contactOptions = accountsOptions(about, accountOptions as ContactAccountOptions);
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
