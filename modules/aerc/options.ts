/** What can be said about aerc, and about an account in it. */
import { formats, option, programOptions, type TreeOf, t } from "lares/module";

const values = t.attrsOf(t.oneOf(formats.iniAtom, t.listOf(formats.iniAtom)));
const sections = t.attrsOf(t.oneOf(t.lines, values));
const document = t.oneOf(t.lines, sections);

const file = (what: string, example: Readonly<Record<string, unknown>>) =>
  option(document, {
    default: {},
    description: `${what}: sections with their keys, \`global\` above them all; or text.`,
    example,
  });

export const options = {
  ...programOptions("aerc, a mail client for the terminal", "aerc"),
  extraAccounts: file("Further accounts, beside those of accounts.email (`accounts.conf`)", {
    Work: { source: "maildir://~/Maildir/work" },
  }),
  extraBinds: file("Keys (`binds.conf`)", { messages: { q: ":quit<Enter>" } }),
  extraConfig: file("Settings (`aerc.conf`)", { ui: { sort: "-r date" } }),
  stylesets: option(t.attrsOf(document), {
    default: {},
    description: "Style sets by name: sections with their keys, or text.",
    example: { default: { ui: { "tab.selected.reverse": "toggle" } } },
  }),
  templates: option(t.attrsOf(t.lines), {
    default: {},
    description: "Templates of mails, by name.",
    example: { new_message: "Hello!" },
  }),
};
export interface AercOptions extends TreeOf<typeof options> {}

const parameter = (what: string) => option(t.nullOr(t.str), { default: null, description: what });
const oauth = option(
  t.nullOr(
    t.submodule({
      token_endpoint: parameter("The address at which tokens are made anew."),
      client_id: parameter("The client's id."),
      client_secret: parameter("The client's secret."),
      scope: parameter("What the token is for."),
    }),
  ),
  {
    default: null,
    description: "Parameters of OAuth 2.",
    example: { token_endpoint: "https://example.org/token" },
  },
);

export const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether aerc shows this account." }),
  extraAccounts: option(values, {
    default: {},
    description: "Further keys of the account in `accounts.conf`, which win over those that follow from it.",
    example: { "check-mail": "5m" },
  }),
  extraBinds: option(sections, {
    default: {},
    description: "Keys for this account only.",
    example: { messages: { d: ":move Trash<Enter>" } },
  }),
  extraConfig: option(sections, {
    default: {},
    description: "Settings for this account only; aerc takes those of the section `ui`.",
    example: { ui: { "sidebar-width": 25 } },
  }),
  imapAuth: option(t.nullOr(t.enum("oauthbearer", "xoauth2")), {
    default: null,
    description: "How to authenticate for reading; null for the usual way.",
  }),
  imapOauth2Params: oauth,
  smtpAuth: option(t.nullOr(t.enum("none", "plain", "login", "oauthbearer", "xoauth2")), {
    default: "plain",
    description: "How to authenticate for sending.",
  }),
  smtpOauth2Params: oauth,
};
export interface AercAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly aerc: AercOptions;
  }
  interface EmailAccountOptions {
    readonly aerc: AercAccountOptions;
  }
}
