/** khard, address books in the terminal: `khard/khard.conf`. */
import {
  type Context,
  defineProgram,
  option,
  programOptions,
  renamed,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const value = t.oneOf(t.bool, t.str, t.listOf(t.str));

const options = {
  ...programOptions("khard, address books in the terminal", "khard"),
  settings: option(
    t.freeform(t.attrsOf(value), {
      general: option(
        t.freeform(value, {
          default_action: option(t.str, {
            default: "list",
            description: "What khard does when it is told nothing.",
          }),
        }),
        { description: "General settings." },
      ),
    }),
    {
      description:
        "Sections with their settings, as in khard.conf(5). Address books are those of accounts.contact.",
      example: { general: { default_action: "list", editor: ["vim", "-i", "NONE"] } },
    },
  ),
};
export interface KhardOptions extends TreeOf<typeof options> {}

const list = t.coercedTo(t.str, (one: string) => [one], t.listOf(t.str));

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether khard shows this address book." }),
  addressbooks: option(list, {
    default: [""],
    description:
      'Folders of the account that are address books of their own; `""` is the account\'s folder itself.',
  }),
  defaultCollection: renamed<string | readonly string[]>("khard.addressbooks"),
  type: option(t.enum("vdir", "discover"), {
    default: "vdir",
    description: "`vdir`: the folder is an address book. `discover`: the folders that match `glob` are.",
  }),
  glob: option(t.str, { default: "*", description: "Which folders are address books, for `discover`." }),
};
export interface KhardAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly khard: KhardOptions;
  }
  interface ContactAccountOptions {
    readonly khard: KhardAccountOptions;
  }
}

export default defineProgram("programs.khard", {
  url: import.meta.url,
  options,
  more: { "accounts.contact.accounts.<name>.khard": accountOptions },
  files: ({ settings }, { config }) => ({
    "khard/khard.conf": {
      text: [
        "[addressbooks]\n",
        ...accountsOf(config).flatMap(addressBooks),
        ...sortedEntries(settings as unknown as Sections).map(
          ([name, values]) => `\n[${name}]\n${valueLines(values)}`,
        ),
      ].join(""),
    },
  }),
});

type Account = Context["config"]["accounts"]["contact"]["accounts"][string];
type Value = string | boolean | readonly string[];
type Sections = Readonly<Record<string, Readonly<Record<string, Value>>>>;

const accountsOf = (config: Context["config"]): readonly Account[] =>
  sortedEntries(config.accounts.contact.accounts)
    .map(([, account]) => account)
    .filter((account) => account.khard.enable);

const addressBooks = ({ name, local, khard }: Account): readonly string[] =>
  khard.addressbooks.map((book) => {
    const path = `${local?.path ?? ""}/${book}`.replace(/\/+/g, "/").replace(/\/$/, "");
    return [
      `[[${book === "" ? name : `${name}-${book}`}]]`,
      `path = ${khard.type === "discover" ? `${path}/${khard.glob}` : path}`,
      ...(khard.type === "discover" ? ["type = discover"] : []),
      "",
    ].join("\n");
  });

const valueLines = (values: Readonly<Record<string, Value>>): string =>
  sortedEntries(values)
    .map(([key, one]) => `${key}=${valueText(one)}\n`)
    .join("");

const valueText = (one: Value): string => {
  if (typeof one === "boolean") return one ? "yes" : "no";
  return typeof one === "string" ? one : listText(one);
};

/** The comma at the end makes a list of what is one or none. */
const listText = (list: readonly string[]): string =>
  list.length > 1 ? list.join(", ") : `${list.join("")},`;
