/** Mailboxes of NeoMutt that notmuch's queries make up: `accounts.email.accounts.<name>.notmuch.neomutt`. */
import { option, type TreeOf, t } from "lares/module";

const virtualMailbox = t.submodule({
  name: option(t.str, { default: "My INBOX", description: "What it is called." }),
  query: option(t.str, { default: "tag:inbox", description: "The query that finds its mail." }),
  limit: option(t.nullOr(t.int), { default: null, description: "How many mails at most.", example: 10 }),
  type: option(t.nullOr(t.enum("threads", "messages")), {
    default: null,
    description: "Whether whole threads are found, or single mails.",
  }),
});

export const virtualOptions = {
  enable: option(t.bool, { default: true, description: "Whether NeoMutt asks notmuch." }),
  virtualMailboxes: option(t.listOf(virtualMailbox), {
    default: [{ name: "My INBOX", query: "tag:inbox", limit: null, type: null }],
    description: "Mailboxes made of what queries find.",
    example: [{ name: "My INBOX", query: "tag:inbox" }],
  }),
};
export interface NeomuttVirtualOptions extends TreeOf<typeof virtualOptions> {}
