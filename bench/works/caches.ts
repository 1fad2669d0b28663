/** A hundred packages from a binary cache over HTTP on this machine, beside `nix copy` from the same cache. */
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, environmentFor, run } from "../command.ts";
import { type BenchContext, type BenchPlace, counted, removeFolder } from "../context.ts";
import { checkout } from "../home.ts";
import { which } from "../peers/index.ts";
import { findNginx, serveFolder } from "../peers/nginx.ts";
import { makeProgramFolder } from "../program-folder.ts";
import { type Contestant, race } from "../race.ts";
import type { Work } from "../work.ts";

const packages = 100;
const compressions = ["zstd", "xz"] as const;

export const caches: Work = {
  name: "caches",
  title: `${counted(packages)} packages from a cache`,
  *measure(context) {
    const nginx = findNginx();
    if (nginx === undefined) {
      context.skip("binary caches", "nginx is not installed (Debian: apt install nginx-light)");
      return;
    }
    const nix = which("nix");
    if (nix === undefined) context.skip("nix copy", "it is not installed (Debian: apt install nix-bin)");
    for (const place of context.places)
      for (const compression of compressions) {
        const home = fs.mkdtempSync(join(place.folder, "c"));
        const { folder, all, publicKey } = fillCache(context, place, home, compression);
        const server = serveFolder(nginx, folder, `${home}-nginx`);
        try {
          const raced = race(
            pulling(home, server.url, all, publicKey),
            nix === undefined ? [] : [copying(nix, home, server.url, all, publicKey)],
            { rounds: context.rounds, warmUps: 1 },
          );
          yield { title: this.title, size: compression, on: place.fileSystem, unit: "ms", ...raced };
        } finally {
          server.stop();
        }
      }
  },
};

interface FilledCache {
  readonly folder: string;
  readonly all: string;
  readonly publicKey: string;
}

const fillCache = (
  context: BenchContext,
  { folder: place }: BenchPlace,
  home: string,
  compression: string,
): FilledCache => {
  const { dist } = context.shared(`fill-cache ${place}`, () =>
    makeProgramFolder(fs.mkdtempSync(join(place, "p")), ["fill-cache"]),
  );
  const folder = `${home}-cache`;
  const key = `${home}-key`;
  run(lares(home, ["cache", "keygen", "bench-1", "--out", key]));
  const { output } = run({
    program: process.execPath,
    words: [join(dist, "fill-cache.js"), `${packages}`, folder, compression, key],
    environment: environmentFor(home),
  });
  return { folder, all: output.trim(), publicKey: fs.readFileSync(`${key}.pub`, "utf8").trim() };
};

const lares = (home: string, words: readonly string[]): Command => ({
  program: join(checkout, "bin/lares"),
  words,
  environment: environmentFor(home),
  folder: home,
});

const pulling = (home: string, url: string, all: string, publicKey: string): Contestant => ({
  name: "lares",
  command: lares(home, ["cache", "pull", url, all, "--trusted-key", publicKey]),
  prepare: () => empty(home),
  verify: () => verifyPresent(home),
});

/** Nix told that this is its store; its own settings, where there are any, do not count. */
const copying = (nix: string, home: string, url: string, all: string, publicKey: string): Contestant => ({
  name: "nix copy",
  command: {
    program: nix,
    words: [
      ...["--extra-experimental-features", "nix-command", "copy", "--from", url, all],
      ...["--option", "trusted-public-keys", publicKey, "--option", "substituters", ""],
      ...["--option", "build-users-group", ""],
    ],
    folder: home,
    environment: {
      ...environmentFor(home),
      NIX_STORE_DIR: join(home, ".local/share/lares/store"),
      NIX_STATE_DIR: join(home, ".local/share/lares/var"),
      NIX_LOG_DIR: join(home, ".local/share/lares/var/log/nix"),
      NIX_CONF_DIR: home,
      NIX_REMOTE: "local",
    },
  },
  prepare: () => empty(home),
  verify: () => verifyPresent(home),
  atMost: 1,
});

const empty = (home: string): void => {
  removeFolder(join(home, ".local"));
  removeFolder(join(home, ".cache/nix"));
  fs.rmSync(join(home, ".cache/lares/binary-caches.sqlite"), { force: true });
};

const verifyPresent = (home: string): void => {
  const store = join(home, ".local/share/lares/store");
  const names = fs.readdirSync(store).filter((name) => /^[0-9a-z]{32}-/.test(name));
  if (names.length !== packages + 1)
    throw new Error(`${names.length} objects are there, not ${packages + 1}`);
};
