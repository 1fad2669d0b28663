import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { fetchGit, type GitFetch } from "../../src/fetch/git.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;
let folder: string;
let before: NodeJS.ProcessEnv;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "lares-git-"));
  before = { ...process.env };
  process.env.HOME = folder;
  process.env.XDG_CONFIG_HOME = join(folder, ".config");
});
afterEach(() => {
  process.env = before;
  fs.rmSync(folder, { recursive: true, force: true });
});

const git = (at: string, ...args: string[]): string =>
  execFileSync(
    "git",
    ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always", ...args],
    {
      cwd: at,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_GLOBAL: "/dev/null", LC_ALL: "C" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  ).trim();

const commit = (at: string, files: Readonly<Record<string, string>>): string => {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(join(at, name), text);
  git(at, "add", "-A");
  git(at, "commit", "-qm", "a commit");
  return git(at, "rev-parse", "HEAD");
};

const repository = (name: string): string => {
  const at = join(folder, name);
  fs.mkdirSync(at);
  git(at, "init", "-q", "-b", "main");
  return at;
};

const fetch = (asked: Pick<GitFetch, "url" | "rev"> & Partial<GitFetch>) =>
  fetchGit({ to: absolutePath(join(folder, "out")), signal: new AbortController().signal, ...asked });
const out = (path = "") => join(folder, "out", path);

describe.skipIf(!hasGit)("fetchGit (skipped where git is not installed)", () => {
  test("gives the files of a commit, with modes and links, and nothing of git's", async () => {
    const url = repository("r");
    fs.symlinkSync("a", join(url, "link"));
    fs.writeFileSync(join(url, "run"), "#!/bin/sh\n", { mode: 0o755 });
    const rev = commit(url, { a: "one" });
    commit(url, { a: "two" });
    await fetch({ url, rev });
    expect(fs.readdirSync(out())).toEqual(["a", "link", "run"]);
    expect(fs.readFileSync(out("a"), "utf8")).toBe("one");
    expect(fs.readlinkSync(out("link"))).toBe("a");
    expect(fs.statSync(out("run")).mode & 0o100).toBe(0o100);
  });

  test("finds a commit that the server does not give out by its hash", async () => {
    const url = repository("r");
    const rev = commit(url, { a: "one" });
    commit(url, { a: "two" });
    git(url, "config", "uploadpack.allowAnySHA1InWant", "false");
    git(url, "config", "uploadpack.allowReachableSHA1InWant", "false");
    await fetch({ url: `file://${url}`, rev });
    expect(fs.readFileSync(out("a"), "utf8")).toBe("one");
  });

  test("finds a commit of a branch, when that is named", async () => {
    const url = repository("r");
    commit(url, { a: "main" });
    git(url, "checkout", "-q", "-b", "other");
    const rev = commit(url, { a: "other" });
    git(url, "checkout", "-q", "main");
    await fetch({ url: `file://${url}`, rev, ref: "refs/heads/other" });
    expect(fs.readFileSync(out("a"), "utf8")).toBe("other");
  });

  test("is the same whatever the person's configuration says of line ends, filters, attributes and hooks", async () => {
    const url = repository("r");
    const rev = commit(url, { a: "one\ntwo\n", "b.txt": "x\n", ".gitattributes": "a filter=shout\n" });
    fs.mkdirSync(join(folder, "template/hooks"), { recursive: true });
    fs.writeFileSync(join(folder, "template/hooks/post-checkout"), `#!/bin/sh\ntouch ${out("hooked")}\n`, {
      mode: 0o755,
    });
    fs.writeFileSync(join(folder, "attributes"), "* filter=shout eol=crlf\n");
    fs.writeFileSync(
      join(folder, ".gitconfig"),
      `[core]\n autocrlf = true\n attributesFile = ${folder}/attributes\n hooksPath = ${folder}/template/hooks\n[init]\n templateDir = ${folder}/template\n[filter "shout"]\n smudge = tr a-z A-Z\n`,
    );
    await fetch({ url, rev });
    expect(fs.readdirSync(out())).toEqual([".gitattributes", "a", "b.txt"]);
    expect(fs.readFileSync(out("a"), "utf8")).toBe("one\ntwo\n");
  });

  test("takes in submodules where that is asked for", async () => {
    const inner = repository("inner");
    commit(inner, { in: "inner", ".gitattributes": "in filter=shout\n" });
    const url = repository("r");
    git(url, "submodule", "--quiet", "add", inner, "sub");
    const rev = commit(url, { a: "one" });
    fs.writeFileSync(join(folder, ".gitconfig"), '[filter "shout"]\n smudge = tr a-z A-Z\n');
    await fetch({ url, rev, submodules: true });
    expect(fs.readFileSync(out("sub/in"), "utf8")).toBe("inner");
    expect(fs.existsSync(out("sub/.git"))).toBe(false);
    fs.rmSync(out(), { recursive: true });
    await fetch({ url, rev });
    expect(fs.readdirSync(out("sub"))).toEqual([]);
  });

  test("says that a commit or a repository is not there, and leaves nothing", async () => {
    const url = repository("r");
    commit(url, { a: "one" });
    await expect(fetch({ url, rev: "1".repeat(40) })).rejects.toMatchObject({ code: "git-no-commit" });
    await expect(fetch({ url: join(folder, "missing"), rev: "1".repeat(40) })).rejects.toMatchObject({
      code: "git-failed",
    });
    await expect(fetch({ url: "ext::sh -c touch% /tmp/x", rev: "1".repeat(40) })).rejects.toMatchObject({
      code: "git-failed",
    });
    await expect(fetch({ url: "--upload-pack=touch x", rev: "1".repeat(40) })).rejects.toMatchObject({
      code: "git-no-commit",
    });
    expect(fs.existsSync(out())).toBe(false);
  });
});

test("without git, that is what is said", async () => {
  process.env.PATH = "/nowhere";
  await expect(fetch({ url: "/x", rev: "1".repeat(40) })).rejects.toMatchObject({ code: "git-missing" });
  expect(fs.existsSync(out())).toBe(false);
});
