/**
 * The dotfiles of a home that a first configuration may take up: those of well-known programs in $HOME, and small
 * text files below ~/.config. A configuration is made to be shared, so whatever may hold a secret is passed over: by
 * its name, by its folder, and by what it says.
 */
import { join } from "node:path";
import { exceptErrno } from "../base/errors.ts";
import { lstat, readBytes, readDirectory, readlink, realPath, stat } from "../system/files.ts";

export interface Dotfile {
  /** Relative to the home. */
  readonly target: string;
  /** Absolute, links resolved. */
  readonly source: string;
}

export interface Passed {
  readonly target: string;
  readonly reason: string;
}

export interface FoundDotfiles {
  readonly found: readonly Dotfile[];
  readonly passed: readonly Passed[];
}

/** `except` (the configuration's own folder) is left out. */
export const findDotfiles = (home: string, except: string): FoundDotfiles => {
  const inHome = wellKnown.filter((name) => lstat(join(home, name)) !== undefined);
  const below = filesBelow(home, ".config", except, 1);
  const verdicts = [...inHome, ...below].map((target) => ({ target, ...judge(home, target) }));
  return {
    found: verdicts.flatMap(({ target, source }) => (source === undefined ? [] : [{ target, source }])),
    passed: verdicts.flatMap(({ target, reason }) => (reason === undefined ? [] : [{ target, reason }])),
  };
};

const wellKnown = [
  ".bash_aliases",
  ".bash_login",
  ".bash_logout",
  ".bash_profile",
  ".bashrc",
  ".ctags",
  ".curlrc",
  ".dircolors",
  ".editorconfig",
  ".emacs",
  ".gdbinit",
  ".gemrc",
  ".gitattributes",
  ".gitconfig",
  ".gitignore",
  ".gitignore_global",
  ".gvimrc",
  ".hgrc",
  ".hushlogin",
  ".ideavimrc",
  ".inputrc",
  ".irbrc",
  ".lessfilter",
  ".nanorc",
  ".profile",
  ".pryrc",
  ".psqlrc",
  ".ripgreprc",
  ".screenrc",
  ".sqliterc",
  ".tigrc",
  ".tmux.conf",
  ".vimrc",
  ".wgetrc",
  ".xinitrc",
  ".xprofile",
  ".Xmodmap",
  ".Xresources",
  ".zlogin",
  ".zlogout",
  ".zprofile",
  ".zshenv",
  ".zshrc",
];

type Verdict = { readonly source?: string; readonly reason?: string };

const judge = (home: string, target: string): Verdict => {
  const path = join(home, target);
  const source = realPath(path);
  if (source === undefined) return { reason: "a link that leads nowhere" };
  if (isManaged(path, source)) return { reason: "another program manages it" };
  const found = stat(path);
  if (found?.kind !== "file") return { reason: "not a file" };
  if (found.size > largest) return { reason: `larger than ${largest / 1024} KiB` };
  const text = readIfAllowed(source);
  if (text === undefined) return { reason: "not readable" };
  if (!isText(text)) return { reason: "not text" };
  if (secretWords.test(text.toString("utf8"))) return { reason: "it may hold a secret" };
  return { source };
};

/** Bytes. */
const largest = 64 * 1024;

const isManaged = (path: string, source: string): boolean =>
  source.startsWith("/nix/store/") ||
  source.includes("/lares/store/") ||
  readlink(path)?.includes("/.lares/") === true;

const readIfAllowed = (path: string): Buffer | undefined =>
  exceptErrno(["EACCES", "EPERM"], undefined, () => readBytes(path));

const isText = (bytes: Buffer): boolean => !bytes.includes(0) && !bytes.toString("utf8").includes("\ufffd");

/** Keys by the form that their issuers give them, and settings that are named for what they hold. */
const secretWords = new RegExp(
  [
    "-----BEGIN [A-Z ]*PRIVATE KEY|AGE-SECRET-KEY-|_authToken",
    "\\b(gh[pousr]_\\w{20}|github_pat_|glpat-|xox[abprs]-|AKIA[0-9A-Z]{16}|sk-[\\w-]{20})",
    "(password|passwd|passphrase|secret|token|api_?key|access_?key|private_?key)\\w*[\"']?[ \\t]*[:=][ \\t]*\\S",
    "^[ \\t]*(password|passwd)[ \\t]+\\S",
  ].join("|"),
  "im",
);

const filesBelow = (home: string, folder: string, except: string, depth: number): string[] => {
  const path = join(home, folder);
  if (realPath(path) === undefined || realPath(path) === realPath(except)) return [];
  return entriesOf(path).flatMap(({ name, kind }) => {
    const target = `${folder}/${name}`;
    if (isPrivate(name)) return [];
    if (kind === "directory") return depth < deepest ? filesBelow(home, target, except, depth + 1) : [];
    return kind === "file" || kind === "link" ? [target] : [];
  });
};

const deepest = 4;

const entriesOf = (path: string) =>
  exceptErrno(["EACCES", "ENOENT", "ENOTDIR"], [], () => readDirectory(path));

/** Browsers and chat programs keep their state there, cloud tools their tokens, desktops their bookkeeping. */
const isPrivate = (name: string): boolean =>
  privateNames.has(name.toLowerCase()) || privatePatterns.test(name);

const privateNames = new Set([
  "1password",
  "age",
  "aws",
  "azure",
  "bravesoftware",
  "chromium",
  "code",
  "code - oss",
  "cursor",
  "composer",
  "configstore",
  "dconf",
  "discord",
  "doctl",
  "element",
  "enchant",
  "evolution",
  "fly",
  "gcloud",
  "gh",
  "git-credentials",
  "glab-cli",
  "gnupg",
  "goa-1.0",
  "google-chrome",
  "gspread",
  "helm",
  "heroku",
  "hub",
  "ibus",
  "k9s",
  "keybase",
  "keepassxc",
  "kube",
  "lares",
  "libreoffice",
  "microsoft-edge",
  "mozilla",
  "netlify",
  "ngrok",
  "node_modules",
  "obs-studio",
  "op",
  "pulse",
  "rclone",
  "session",
  "signal",
  "skypeforlinux",
  "slack",
  "sops",
  "spotify",
  "ssh",
  "stripe",
  "syncthing",
  "teams",
  "thunderbird",
  "transmission",
  "tailscale",
  "vivaldi",
  "vercel",
  "weechat",
  "wireguard",
  "zoom",
  "zoomus.conf",
]);

const privatePatterns =
  /^(\.git|\.hg|\.svn|id_.+|\.netrc|\.env(\..+)?|cookies?|.*(cache|history|token|secret|credential|password|session|backup).*|.+\.(key|pem|p12|pfx|kdbx|gpg|asc|age|lock|pid|sock|log|sqlite3?|db|bak|swp|tmp|old)|.+~|monitors\.xml|mimeinfo\.cache|user-dirs\.(dirs|locale))$/i;
