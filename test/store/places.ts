/** A store of its own for each test, below a temporary folder. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type AbsolutePath, absolutePath } from "../../src/base/paths.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { LocalStore } from "../../src/store/store.ts";
import { removeTree } from "../../src/system/durable.ts";
import { findPlaces, type Places } from "../../src/system/places.ts";

export const temporaryFolder = (): AbsolutePath => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lares-store-")));
  onTestFinished(() => {
    removeTree(folder);
  });
  return absolutePath(folder);
};

export const temporaryPlaces = (): Places => {
  const root = temporaryFolder();
  return findPlaces({ HOME: join(root, "home"), LARES_ROOT: join(root, "lares") });
};

/** Opened anew, as another process would: what the one before protected is protected no more. */
export const withStore = <T>(places: Places, work: (store: LocalStore) => T): T => {
  const store = openStore(places);
  try {
    return work(store);
  } finally {
    store.close();
  }
};

export const has = (program: string): boolean => spawnSync("which", [program]).status === 0;

/** Runs one of Nix's programs on the store, as a user who never installed Nix. */
export const nix = (places: Places, program: string, ...args: string[]): string =>
  execFileSync(program, [...args, "--option", "build-users-group", ""], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH ?? "",
      HOME: places.home,
      NIX_REMOTE: "",
      NIX_STORE_DIR: places.storeDir,
      NIX_STATE_DIR: places.varDir,
      NIX_LOG_DIR: join(places.varDir, "log"),
      NIX_CONF_DIR: join(places.varDir, "no-conf"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
