/**
 * Ten tools from the npm registry, locked before, installed where nothing of them is: cold from the registry, warm from files
 * at hand (a vendored folder; npm's own cache). Beside it `npm ci` of the same packages, the Node that Lares brings among
 * them, without installation scripts, which Lares never runs.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, environmentFor, run } from "../command.ts";
import { type BenchContext, type BenchPlace, removeFolder } from "../context.ts";
import { checkout } from "../home.ts";
import { type Contestant, race } from "../race.ts";
import type { Work } from "../work.ts";

const tools: Readonly<Record<string, string>> = {
  "@ast-grep/cli": "ast-grep",
  "bash-language-server": "bash-language-server",
  esbuild: "esbuild",
  eslint: "eslint",
  "markdownlint-cli": "markdownlint",
  "npm-check-updates": "ncu",
  prettier: "prettier",
  typescript: "tsc",
  "typescript-language-server": "typescript-language-server",
  yaml: "yaml",
};
const nodePackage = `node-${process.platform}-${process.arch}`;

export const npmTools: Work = {
  name: "npm-tools",
  title: "ten npm tools",
  *measure(context) {
    const place = context.places[0]!;
    const prepared = prepare(context, place);
    if (prepared === undefined) return;
    const { home, project } = prepared;
    const rows = [
      ["cold", laresSwitch(home, []), npmCi(project, ["--prefer-online"], true)],
      [
        "warm",
        laresSwitch(home, ["--vendored", join(home, "vendored")]),
        npmCi(project, ["--offline"], false),
      ],
    ] as const;
    for (const [size, ours, npm] of rows) {
      const rounds = size === "cold" ? Math.min(context.rounds, 5) : context.rounds;
      const raced = race(ours, [npm], { rounds, warmUps: 0 });
      yield { title: this.title, size, on: place.fileSystem, unit: "ms", ...raced };
    }
  },
};

/** Both locked, and what the warm runs need at hand; nothing where no registry can be reached. */
const prepare = (context: BenchContext, { folder }: BenchPlace) => {
  const home = fs.mkdtempSync(join(folder, "n"));
  const project = fs.mkdtempSync(join(folder, "n"));
  const names = Object.keys(tools);
  fs.mkdirSync(join(home, ".config/lares"), { recursive: true });
  const packages = JSON.stringify(names.map((name) => `npm:${name}`));
  fs.writeFileSync(
    join(home, ".config/lares/home.config.ts"),
    `import { defineHome } from "lares";\nexport default defineHome({ home: { packages: ${packages} } });\n`,
  );
  const dependencies = Object.fromEntries([...names, nodePackage].map((name) => [name, "latest"]));
  fs.writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "tools", private: true, dependencies }),
  );
  try {
    run(lares(home, ["update"]));
    run(lares(home, ["vendor", join(home, "vendored")]));
    run(npm(project, ["install", "--package-lock-only", "--ignore-scripts"]));
    run(npm(project, ["ci", "--ignore-scripts"]));
  } catch (error) {
    context.skip("ten npm tools", `they cannot be had here: ${lastLine((error as Error).message)}`);
    return undefined;
  }
  return { home, project };
};

const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1)!;

const laresSwitch = (home: string, words: readonly string[]): Contestant => ({
  name: "lares",
  command: lares(home, ["switch", "--frozen", ...words]),
  prepare: () => {
    for (const name of [".local", ".cache"]) removeFolder(join(home, name));
    fs.rmSync(join(home, ".lares"), { force: true });
  },
  verify: () => verifyPrograms(join(home, ".lares/home-path/bin")),
});

const npmCi = (project: string, words: readonly string[], forgetsCache: boolean): Contestant => ({
  name: "npm ci",
  command: npm(project, ["ci", "--ignore-scripts", ...words]),
  prepare: () => {
    removeFolder(join(project, "node_modules"));
    if (forgetsCache) removeFolder(join(project, "cache"));
  },
  verify: () => verifyPrograms(join(project, "node_modules/.bin")),
});

const verifyPrograms = (folder: string): void => {
  for (const program of Object.values(tools)) fs.accessSync(join(folder, program), fs.constants.X_OK);
};

const lares = (home: string, words: readonly string[]): Command => ({
  program: join(checkout, "bin/lares"),
  words,
  environment: { ...environmentFor(home), ...registrySettings() },
  folder: home,
});

const npm = (project: string, words: readonly string[]): Command => ({
  program: "npm",
  words: [...words, "--no-audit", "--no-fund", "--cache", join(project, "cache")],
  environment: { ...environmentFor(project), ...registrySettings() },
  folder: project,
});

/** How this machine reaches the registry: a mirror, a proxy, certificates. */
const registrySettings = (): Record<string, string> => {
  const names =
    /^(npm_config_(registry|cafile|proxy|https-proxy|noproxy)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;
  const known = Object.entries(process.env).filter(([name]) => names.test(name)) as [string, string][];
  const settings = process.env.NPM_CONFIG_USERCONFIG ?? join(process.env.HOME ?? "/root", ".npmrc");
  return { ...Object.fromEntries(known), npm_config_userconfig: settings };
};
