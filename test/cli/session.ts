/** A person at a prompt: a home of their own, and `bin/lares` run in it as they would. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach } from "vitest";

export interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Session {
  readonly home: string;
  /** Runs `lares …` in the configuration's folder; paths, hashes and times in the output are made the same for every run. */
  lares(
    words: readonly string[],
    options?: { env?: Record<string, string>; cwd?: string; input?: string },
  ): Answer;
  write(file: string, text: string, mode?: number): void;
  read(file: string): string;
  /** Every path below the home that is not Lares' own, with its link text. */
  tree(): readonly string[];
}

export const checkout = path.resolve(import.meta.dirname, "../..");
export const laresProgram = path.join(checkout, "bin/lares");

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) {
    spawnSync("chmod", ["-R", "u+w", home]);
    fs.rmSync(home, { recursive: true, force: true });
  }
});

/** `config` is the text of `~/config/home.config.ts`. */
export const startSession = (config?: string): Session => {
  const home = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "lares-cli-")));
  homes.push(home);
  const folder = path.join(home, "config");
  fs.mkdirSync(folder);
  const session: Session = {
    home,
    lares: (words, { env = {}, cwd = folder, input } = {}) => {
      const { status, stdout, stderr } = spawnSync(laresProgram, words, {
        cwd,
        env: { ...environment(home), ...env },
        encoding: "utf8",
        ...(input !== undefined && { input }),
      });
      return { status, stdout: normalise(home, stdout), stderr: normalise(home, stderr) };
    },
    write: (file, text, mode) => {
      fs.mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
      fs.writeFileSync(path.join(home, file), text, mode === undefined ? {} : { mode });
    },
    read: (file) => fs.readFileSync(path.join(home, file), "utf8"),
    tree: () => listTree(home, ""),
  };
  if (config !== undefined) session.write("config/home.config.ts", config);
  return session;
};

export const environment = (home: string): Record<string, string> => ({
  HOME: home,
  // Bare names mean the system's own programs: no test needs the network by accident.
  LARES_PACKAGE_INDEX: "off",
  LARES_ROOT: path.join(home, ".lares-root"),
  PATH: `${path.join(checkout, "bin")}:/usr/local/bin:/usr/bin:/bin`,
  USER: "alice",
  TZ: "UTC",
});

const normalise = (home: string, text: string): string =>
  text
    .replaceAll(home, "$HOME")
    .replaceAll(checkout, "$LARES")
    .replace(/[0-9a-z]{32}-home-generation/g, "HASH-home-generation")
    .replace(/\b\d{8}-\d{6}-[0-9a-f]{6}\b/g, "SWITCH")
    .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d\b/g, "DATE TIME")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");

const listTree = (folder: string, below: string): readonly string[] =>
  fs.readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(below, entry.name);
    if (name === ".lares-root" || name === "config") return [];
    if (entry.isSymbolicLink())
      return [`${name} -> ${fs.readlinkSync(path.join(folder, name)).replace(folder, "$HOME")}`];
    return entry.isDirectory() ? [`${name}/`, ...listTree(folder, name)] : [name];
  });

export const home = (body: string): string =>
  `import { defineHome } from "lares";\nexport default defineHome({\n${body}\n});\n`;
