/** Commits of Git repositories, by the system's git. */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { startProgram } from "../system/build-process.ts";
import { removeTree } from "../system/durable.ts";
import { makeDirectory, readDirectory } from "../system/files.ts";
import { shownUrl } from "./http.ts";

export interface GitFetch {
  /** Anything that `git fetch` takes, but for programs of its own (`ext::`). */
  readonly url: string;
  /** A commit, all of its 40 or 64 digits. */
  readonly rev: string;
  /** Where to look for it on servers that do not give out commits by their hash; all branches and tags where absent. */
  readonly ref?: string | undefined;
  readonly submodules?: boolean | undefined;
  /** A new folder. */
  readonly to: AbsolutePath;
  readonly signal: AbortSignal;
  readonly log?: ((line: string) => void) | undefined;
}

/**
 * The files of a commit, without `.git`. Of what git can be told about this machine and user, only how to reach the server
 * is used: the files are the same everywhere. Throws `git-missing`, `git-failed` or `git-no-commit`.
 */
export const fetchGit = async (asked: GitFetch): Promise<void> => {
  if (asked.url.startsWith("-") || asked.ref?.startsWith("-") === true) throw noSuchCommit(asked, []);
  makeDirectory(asked.to);
  try {
    await mustGit(asked, ["init", "--quiet", "--template=", "."], apart);
    await fetchCommit(asked);
    await mustGit(asked, ["checkout", "--quiet", "--detach", asked.rev], apart);
    if (asked.submodules === true) await fetchSubmodules(asked);
    removeRepositories(asked.to);
  } catch (error) {
    removeTree(asked.to);
    throw error;
  }
};

/** First the one commit; then, from servers that refuse that, all that may lead to it. */
const fetchCommit = async (asked: GitFetch): Promise<void> => {
  const { url, rev, ref } = asked;
  const alone = await git(asked, ["fetch", "--quiet", "--no-tags", "--depth=1", url, rev], asOwner);
  if (alone.status === 0) return;
  const wanted = ref === undefined ? ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"] : [ref];
  const all = await git(
    asked,
    ["fetch", "--quiet", "--no-tags", "--update-head-ok", url, ...wanted],
    asOwner,
  );
  if (all.status !== 0) throw failed(asked, "fetch", all.said);
  const found = await git(asked, ["cat-file", "-e", `${rev}^{commit}`], apart);
  if (found.status !== 0) throw noSuchCommit(asked, alone.said);
};

/** Fetching them needs the person's configuration, and puts files there by it: they are put there once more without. */
const fetchSubmodules = async (asked: GitFetch): Promise<void> => {
  await mustGit(asked, ["submodule", "--quiet", "update", "--init", "--recursive"], asOwner);
  await mustGit(asked, ["submodule", "--quiet", "foreach", "--recursive", checkOutAfresh], apart);
};

const checkOutAfresh = "git read-tree --empty && git reset --quiet --hard HEAD";

interface Said {
  readonly status: number;
  readonly said: readonly string[];
}

const mustGit = async (asked: GitFetch, args: readonly string[], how: Surroundings): Promise<void> => {
  const { status, said } = await git(asked, args, how);
  if (status !== 0) throw failed(asked, args[0]!, said);
};

const git = async (asked: GitFetch, args: readonly string[], surroundings: Surroundings): Promise<Said> => {
  const { to, signal, log = () => {} } = asked;
  signal.throwIfAborted();
  let output = "";
  const running = startProgram({
    program: "git",
    args: [...neutral, ...args],
    cwd: to,
    environment: surroundings(asked),
    onOutput: (piece) => {
      output = (output + piece.toString("utf8")).slice(-mostOutput);
    },
  });
  signal.addEventListener("abort", running.kill);
  const status = await running.ended;
  signal.removeEventListener("abort", running.kill);
  signal.throwIfAborted();
  if (status === 127) throw gitMissing();
  const said = output.split(/[\r\n]+/).filter((line) => line !== "");
  said.forEach(log);
  return { status, said };
};

const mostOutput = 16_384;

/** Attributes of the repository itself hold; those of this machine do not. */
const neutral = [
  "core.autocrlf=false",
  "core.eol=lf",
  "core.symlinks=true",
  "core.fileMode=true",
  "core.attributesFile=/dev/null",
  "core.hooksPath=/dev/null",
  "init.templateDir=",
  "advice.detachedHead=false",
  "gc.auto=0",
].flatMap((setting) => ["-c", setting]);

type Surroundings = (asked: GitFetch) => Readonly<Record<string, string>>;

/** With the person's own configuration: credentials, proxies, `insteadOf`. Nothing is asked on the terminal. */
const asOwner: Surroundings = ({ url }) => ({
  ...inherited(),
  GIT_TERMINAL_PROMPT: "0",
  GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? "ssh -oBatchMode=yes",
  GIT_ALLOW_PROTOCOL: /^(\/|\.|file:)/.test(url) ? `file:${remoteProtocols}` : remoteProtocols,
  GIT_LFS_SKIP_SMUDGE: "1",
  LC_ALL: "C",
});

/** Without any configuration but the repository's own, so that no filter of this machine changes a file. */
const apart: Surroundings = (asked) => ({
  ...asOwner(asked),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
});

/** A submodule of a repository from elsewhere must not reach what lies on this disk. */
const remoteProtocols = "https:http:ssh:git";

const inherited = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined &&
        (!entry[0].startsWith("GIT_") || /^GIT_(SSL|SSH|ASKPASS|HTTP)/.test(entry[0])),
    ),
  );

/** Git itself never writes a file of this name into a tree, so that all of them are its own. */
const removeRepositories = (folder: AbsolutePath): void => {
  for (const { name, kind } of readDirectory(folder))
    if (name === ".git") removeTree(below(folder, name));
    else if (kind === "directory") removeRepositories(below(folder, name));
};

const gitMissing = (): LaresError =>
  new LaresError({
    code: "git-missing",
    message: "a repository is to be fetched, and there is no git here",
    hint: "install git, or take an archive of the same commit by its URL",
  });

const failed = ({ url }: GitFetch, what: string, said: readonly string[]): LaresError =>
  new LaresError({
    code: "git-failed",
    message: `git could not ${what} ${shownUrl(url)}`,
    details: said.slice(-8),
    hint: "try the same with git itself: the address, the network and the credentials are git's to judge",
  });

const noSuchCommit = ({ url, rev, ref }: GitFetch, said: readonly string[]): LaresError =>
  new LaresError({
    code: "git-no-commit",
    message: `${shownUrl(url)} has no commit ${rev}${ref === undefined ? "" : ` in ${ref}`}`,
    details: said.slice(-4),
    hint: "was it pushed, and not removed since? `git ls-remote` shows what branches and tags are at",
  });
