/** A person at a prompt whose packages come from a registry that runs in this process: commands are waited for without blocking it. */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach } from "vitest";
import { laresProgram } from "../cli/session.ts";

export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Person {
  readonly home: string;
  /** `~/config`, with home.config.ts in it. */
  readonly config: string;
  readonly lockFile: string;
  write(file: string, text: string): void;
  lares(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Answer>;
  /** A program of the profile. */
  run(program: string, ...words: readonly string[]): Promise<Answer>;
}

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) {
    makeWritable(home);
    fs.rmSync(home, { recursive: true, force: true });
  }
});

const makeWritable = (folder: string): void => {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) makeWritable(path.join(folder, entry.name));
};

/** `registry` where it is not the one that this machine uses; `packages` is the text of a list. */
export const person = (packages: string, registry?: string): Person => {
  const home = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "lares-person-")));
  homes.push(home);
  const config = path.join(home, "config");
  fs.mkdirSync(config);
  const env = {
    HOME: home,
    USER: "ada",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    TZ: "UTC",
    ...(registry === undefined
      ? outerSettings()
      : { npm_config_registry: registry, npm_config_fetch_retries: "0" }),
  };
  const one: Person = {
    home,
    config,
    lockFile: path.join(config, "lares.lock"),
    write: (file, text) => fs.writeFileSync(path.join(home, file), text),
    lares: (words, more = {}) => answer(laresProgram, words, { ...env, ...more }, config),
    run: (program, ...words) =>
      answer(path.join(home, ".lares/home-path/bin", program), words, { ...env, PATH: "/nowhere" }, home),
  };
  one.write("config/home.config.ts", configWith(packages, home));
  return one;
};

export const configWith = (packages: string, home: string, more = ""): string =>
  `import { defineHome } from "lares";
export default defineHome({
  home: { username: "ada", homeDirectory: ${JSON.stringify(home)}, stateVersion: "25.11", packages: ${packages} },
  ${more}
});
`;

/** How this machine reaches the npm registry: certificates, a proxy, a mirror, the user's settings. */
const outerSettings = (): Record<string, string> => {
  const names =
    /^(npm_config_(registry|cafile|proxy|https-proxy|noproxy)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;
  const known = Object.entries(process.env).filter(([name]) => names.test(name)) as [string, string][];
  const settings = process.env.NPM_CONFIG_USERCONFIG ?? path.join(process.env.HOME ?? "/root", ".npmrc");
  return { ...Object.fromEntries(known), npm_config_userconfig: settings };
};

const answer = (
  program: string,
  words: readonly string[],
  env: Record<string, string>,
  cwd: string,
): Promise<Answer> =>
  new Promise((resolve) => {
    execFile(program, words, { env, cwd, encoding: "utf8", maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });
