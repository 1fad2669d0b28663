/** git-credential-keepassxc: passwords of Git from KeePassXC. */
import {
  type Context,
  defineProgram,
  option,
  programOptions,
  quoteShellWords,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions(
    "git-credential-keepassxc, which gives Git the passwords of KeePassXC",
    "git-credential-keepassxc",
  ),
  hosts: option(t.listOf(t.str), {
    default: [],
    description: "Hosts to ask it for; none for all.",
    example: ["https://github.com"],
  }),
  groups: option(t.nullOr(t.listOf(t.str)), {
    default: null,
    description: "Groups of the database to look in; null for those that are set aside for Git.",
    example: ["Git"],
  }),
};
export interface GitCredentialKeepassxcOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "git-credential-keepassxc": GitCredentialKeepassxcOptions;
  }
}

export default defineProgram("programs.git-credential-keepassxc", {
  url: import.meta.url,
  options,
  config: { programs: { git: { settings: { credential: (context) => credential(context) } } } },
});

const credential = ({ config, lib }: Context) => {
  const { package: own, groups, hosts } = config.programs["git-credential-keepassxc"];
  const words = groups === null ? ["--git-groups"] : groups.flatMap((group) => ["--group", group]);
  const helper = `${programName(lib.program(own ?? "git-credential-keepassxc"))} ${quoteShellWords(words)}`;
  return hosts.length === 0 ? { helper } : Object.fromEntries(hosts.map((host) => [host, { helper }]));
};

/** Git puts `git credential-` before a helper that is no path. */
const programName = (program: string): string => program.replace(/^git-credential-/, "");
