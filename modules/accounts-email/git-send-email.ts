/** What `git send-email --identity=ACCOUNT` knows of the accounts: sections `sendemail.ACCOUNT`. */
import { type Context, mkDefault } from "lares/module";

type Account = Context["config"]["accounts"]["email"]["accounts"][string];

/** Git's own settings win. */
export const gitIdentities = (context: Context) =>
  Object.fromEntries(
    Object.values(context.config.accounts.email.accounts)
      .filter(({ enable, smtp }) => enable && smtp !== null)
      .map((account) => [
        account.name,
        Object.fromEntries(
          Object.entries(identity(account, context)).map(([key, value]) => [
            key,
            mkDefault<string | number>(value),
          ]),
        ),
      ]),
  );

const identity = (account: Account, { lib }: Context): Readonly<Record<string, string | number>> => {
  const from = `${account.realName} <${account.address}>`;
  return sentByMsmtp(account)
    ? { from, envelopeSender: "auto", sendmailCmd: lib.program("msmtp") }
    : { from, ...server(account) };
};

/** An option of msmtp's own module, which is there only where the home uses it. */
const sentByMsmtp = (account: Account): boolean =>
  (account as unknown as { readonly msmtp?: { readonly enable: boolean } }).msmtp?.enable === true;

const server = ({ smtp, userName }: Account): Readonly<Record<string, string | number>> => {
  if (smtp === null) return {};
  const { enable, useStartTls, certificatesFile } = smtp.tls;
  return {
    smtpServer: smtp.host,
    smtpEncryption: enable ? (useStartTls ? "tls" : "ssl") : "",
    ...(enable && certificatesFile !== null && { smtpSslCertPath: certificatesFile }),
    ...(smtp.port !== null && { smtpServerPort: smtp.port }),
    ...(userName !== null && { smtpUser: userName }),
  };
};
