/** What can be said about Git. */
import { filePath, option, packageNamed, renamed, t } from "lares/module";

const scalar = t.oneOf(t.str, t.bool, t.int);
const value = t.oneOf(scalar, t.listOf(scalar));
const section = t.attrsOf(t.oneOf(scalar, t.listOf(scalar), t.attrsOf(value)));
/** Sections, their keys, and subsections with their keys; as `toGitConfig` writes them. */
const gitConfig = t.attrsOf(section);

const include = t.submodule({
  /** The file to include, relative to Git's own file. Instead of `contents`. */
  path: option(t.nullOr(t.str), {
    default: null,
    description: "The file to include, relative to Git's own file. Instead of `contents`.",
    example: "~/work/gitconfig",
  }),
  /** Include the file only where this holds, as in Git's `includeIf`; null includes it always. */
  condition: option(t.nullOr(t.str), {
    default: null,
    description: "Include the file only where this holds, as in Git's `includeIf`; null includes it always.",
    example: "gitdir:~/work/",
  }),
  /** Settings to write into a file of their own, which is then included. */
  contents: option(gitConfig, {
    default: {},
    description: "Settings to write into a file of their own, which is then included.",
    example: { user: { email: "alice@work.example" } },
  }),
  /** The end of the name that the file with `contents` has in the store. */
  contentSuffix: option(t.str, {
    default: "gitconfig",
    description: "The end of the name that the file with `contents` has in the store.",
  }),
});

const signing = {
  /**
   * The key to sign with, as Git's `user.signingKey` takes it. Null lets the signing program choose one for
   * the committer.
   */
  key: option(t.nullOr(t.str), {
    default: null,
    description:
      "The key to sign with, as Git's `user.signingKey` takes it. Null lets the signing program choose one for the committer.",
  }),
  /** What kind of signature to make. Null leaves it, and the signing program, to Git. */
  format: option(t.nullOr(t.enum("openpgp", "ssh", "x509")), {
    default: null,
    description: "What kind of signature to make. Null leaves it, and the signing program, to Git.",
    example: "ssh",
  }),
  /** Whether to sign every commit and tag. Null leaves it to Git. */
  signByDefault: option(t.nullOr(t.bool), {
    default: null,
    description: "Whether to sign every commit and tag. Null leaves it to Git.",
  }),
  /** The program that makes and checks signatures of the chosen format. */
  signer: option(t.nullOr(t.str), {
    default: ({ config, lib }) => {
      const { format } = config.programs.git.signing;
      if (format === null) return null;
      return format === "ssh"
        ? lib.program("openssh", "ssh-keygen")
        : lib.program("gnupg", format === "x509" ? "gpgsm" : "gpg");
    },
    defaultText: "the usual program for the format: gpg, ssh-keygen or gpgsm",
    description: "The program that makes and checks signatures of the chosen format.",
  }),
  gpgPath: renamed<string | null>("programs.git.signing.signer"),
};

const lfs = {
  /** Whether to set up Git Large File Storage: the package and its filter. */
  enable: option(t.bool, {
    default: false,
    description: "Whether to set up Git Large File Storage: the package and its filter.",
  }),
  /** The git-lfs package. Null installs none and names the program bare. */
  package: option(t.nullOr(t.package), {
    default: packageNamed("git-lfs"),
    description: "The git-lfs package. Null installs none and names the program bare.",
  }),
  /**
   * Leave large files as pointers on clone and checkout; `git lfs pull` fetches them when they are wanted.
   */
  skipSmudge: option(t.bool, {
    default: false,
    description:
      "Leave large files as pointers on clone and checkout; `git lfs pull` fetches them when they are wanted.",
  }),
};

const maintenance = {
  /** Whether to run `git maintenance` in the background, on a timetable. */
  enable: option(t.bool, {
    default: false,
    description: "Whether to run `git maintenance` in the background, on a timetable.",
  }),
  /** Absolute paths of the repositories to maintain. */
  repositories: option(t.listOf(t.str), {
    default: [],
    description: "Absolute paths of the repositories to maintain.",
    example: ["/home/alice/src/big"],
  }),
  /**
   * When each of Git's schedules runs, in systemd's calendar notation. On macOS the schedules run at Git's
   * own times.
   */
  timers: option(t.attrsOf(t.str), {
    default: {
      hourly: "*-*-* 1..23:53:00",
      daily: "Tue..Sun *-*-* 0:53:00",
      weekly: "Mon 0:53:00",
    },
    description:
      "When each of Git's schedules runs, in systemd's calendar notation. On macOS the schedules run at Git's own times.",
  }),
};

const gitOptions = {
  /** Whether to configure Git. */
  enable: option(t.bool, {
    default: false,
    description: "Whether to configure Git.",
  }),
  /** The Git package. Null installs none, for a Git that comes from elsewhere. */
  package: option(t.nullOr(t.package), {
    default: packageNamed("git"),
    description: "The Git package. Null installs none, for a Git that comes from elsewhere.",
  }),
  /**
   * Git's configuration by section and key; a set inside a section is a subsection, a list repeats the key. A
   * list of such sets is written piece by piece in the order given, where Git cares about order.
   */
  settings: option(t.oneOf(gitConfig, t.listOf(gitConfig)), {
    default: {},
    description:
      "Git's configuration by section and key; a set inside a section is a subsection, a list repeats the key. A list of such sets is written piece by piece in the order given, where Git cares about order.",
    example: { user: { name: "Alice" }, url: { "ssh://git@host": { insteadOf: "otherhost" } } },
  }),
  /** What other modules and options add to Git's configuration. */
  iniContent: option(gitConfig, {
    default: {},
    internal: true,
    description: "What other modules and options add to Git's configuration.",
  }),
  /** Patterns of files to ignore in every repository. */
  ignores: option(t.listOf(t.str), {
    default: [],
    description: "Patterns of files to ignore in every repository.",
    example: ["*~", ".direnv/"],
  }),
  /** Lines of the attributes file that counts in every repository. */
  attributes: option(t.listOf(t.str), {
    default: [],
    description: "Lines of the attributes file that counts in every repository.",
    example: ["*.pdf diff=pdf"],
  }),
  /** Further configuration files to include, at the end of Git's own. */
  includes: option(t.listOf(include), {
    default: [],
    description: "Further configuration files to include, at the end of Git's own.",
    example: [{ condition: "gitdir:~/work/", contents: { user: { email: "alice@work.example" } } }],
  }),
  /**
   * Scripts that Git runs on its events, by the event's name. They take the place of a repository's own
   * hooks.
   */
  hooks: option(t.attrsOf(filePath), {
    default: {},
    description:
      "Scripts that Git runs on its events, by the event's name. They take the place of a repository's own hooks.",
    example: { "pre-commit": "./pre-commit.sh" },
  }),
  signing,
  lfs,
  maintenance,
  userName: renamed<string>("programs.git.settings.user.name"),
  userEmail: renamed<string>("programs.git.settings.user.email"),
  aliases: renamed<Readonly<Record<string, string>>>("programs.git.settings.alias"),
  extraConfig: renamed("programs.git.settings"),
};

type Tree = typeof gitOptions;
export interface GitOptions extends Tree {}
export const options: GitOptions = gitOptions;

declare module "lares/module" {
  interface ProgramOptions {
    readonly git: GitOptions;
  }
}
