/** rbw, a client of Bitwarden for the terminal: `rbw/config.json`. */
import { defineProgram, option, programOptions, programPath, type TreeOf, t, toJson } from "lares/module";

const address = (what: string) => option(t.nullOr(t.str), { default: null, description: what });

const settings = t.freeform(t.json, {
  email: option(t.str, { description: "The account's address.", example: "name@example.com" }),
  base_url: address("The server; null for bitwarden.com."),
  identity_url: address("The server that identities are checked with; null for the one at base_url."),
  lock_timeout: option(t.unsigned, {
    default: 3600,
    description: "Seconds until the store locks itself.",
    example: 300,
  }),
  pinentry: option(t.nullOr(t.oneOf(programPath, t.str)), {
    default: null,
    description:
      "The package, or the path, of the pinentry to ask for the password with; null for `pinentry`.",
  }),
});

const options = {
  ...programOptions("rbw, a client of Bitwarden", "rbw"),
  settings: option(t.nullOr(settings), {
    default: null,
    description: "Settings, in JSON; null leaves the file to `rbw config`.",
    example: { email: "name@example.com", lock_timeout: 300 },
  }),
};
export interface RbwOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly rbw: RbwOptions;
  }
}

export default defineProgram("programs.rbw", {
  url: import.meta.url,
  options,
  files: (own, { host }) => ({
    [host.os === "darwin" ? "~/Library/Application Support/rbw/config.json" : "rbw/config.json"]:
      own.settings !== null && {
        text: toJson(
          Object.fromEntries(Object.entries(own.settings).filter(([, value]) => value !== null)) as never,
        ),
      },
  }),
});
