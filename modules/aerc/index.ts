/** aerc, a mail client for the terminal: `aerc/{accounts.conf,aerc.conf,binds.conf}`, style sets and templates. */
import {
  type Context,
  defineProgram,
  formats,
  joinText,
  type KeyValueStyle,
  sortedEntries,
  toKeyValue,
} from "lares/module";
import { accountsOf, accountValues, type Values } from "./accounts.ts";
import { accountOptions, options } from "./options.ts";

type Sections = Readonly<Record<string, string | Values>>;
type Document = string | Sections;

export default defineProgram("programs.aerc", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.aerc": accountOptions },
  files: (own, context) => {
    const folder = folderOf(context);
    const accounts = accountsOf(context.config);
    return {
      [`${folder}/accounts.conf`]: joinText(
        [
          documentText(own.extraAccounts),
          ...accounts.map((account) => documentText({ [account.name]: accountValues(account) })),
        ]
          .filter((part) => part !== "")
          .join("\n"),
      ),
      [`${folder}/aerc.conf`]: withOfAccounts(
        own.extraConfig,
        accounts.map(({ name, aerc }) => [name, aerc.extraConfig]),
      ),
      [`${folder}/binds.conf`]: withOfAccounts(
        own.extraBinds,
        accounts.map(({ name, aerc }) => [name, aerc.extraBinds]),
      ),
      ...named(`${folder}/stylesets`, own.stylesets),
      ...named(`${folder}/templates`, own.templates),
    };
  },
  assertions: (_, { config }) => {
    const others = accountsOf(config).filter(({ aerc }) =>
      Object.keys(aerc.extraConfig).some((section) => section !== "ui"),
    );
    return [
      {
        assertion: others.length === 0,
        message: `aerc takes only the section \`ui\` for one account: the other sections go from ${others.map(({ name }) => `accounts.email.accounts.${JSON.stringify(name)}.aerc.extraConfig`).join(" and ")} into programs.aerc.extraConfig.`,
      },
    ];
  },
  warnings: (own, { config }) => [
    (accountsOf(config).length > 0 || !formats.isEmptyValue(own.extraAccounts)) &&
      !allowsOpenFile(own.extraConfig) &&
      "programs.aerc: aerc refuses an accounts.conf that others may read, as all generated files are. Set programs.aerc.extraConfig.general.unsafe-accounts-conf to true: with passwordCommand there is no secret in it.",
  ],
});

const folderOf = (context: Context): string =>
  context.host.os === "darwin" && !context.config.xdg.enable ? "~/Library/Preferences/aerc" : "aerc";

const allowsOpenFile = (document: Document): boolean => {
  if (typeof document === "string") return /^\s*unsafe-accounts-conf\s*=\s*true/m.test(document);
  const general = document.general ?? {};
  return typeof general === "string" ? allowsOpenFile(general) : general["unsafe-accounts-conf"] === true;
};

type NamedSections = readonly [name: string, sections: Sections];

/** A section for one account only has the account in its name. */
const withOfAccounts = (document: Document, accounts: readonly NamedSections[]) => {
  const own = accounts.flatMap(([name, sections]) =>
    Object.entries(sections).map(([section, values]) => [`${section}:account=${name}`, values] as const),
  );
  if (typeof document !== "string")
    return joinText(documentText({ ...document, ...Object.fromEntries(own) }));
  return joinText([document, documentText(Object.fromEntries(own))].filter((part) => part !== "").join("\n"));
};

const named = (folder: string, documents: Readonly<Record<string, Document>>) =>
  Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [
      `${folder}/${name}`,
      joinText(documentText(document)),
    ]),
  );

const style: KeyValueStyle = { separator: " = ", lists: { join: "," }, key: (key) => key };

const documentText = (document: Document): string => {
  if (typeof document === "string") return document;
  const { global, ...sections } = document;
  return [
    ...(global === undefined ? [] : [sectionText(global)]),
    ...sortedEntries(sections).map(([name, values]) => `[${name}]\n${sectionText(values)}`),
  ].join("\n");
};

const sectionText = (values: string | Values): string =>
  typeof values === "string" ? values.replace(/\n?$/, "\n") : toKeyValue(values, style);
