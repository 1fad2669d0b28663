/** Derivations as real Nix makes them, on a store directory of their own. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { AbsolutePath } from "../../src/base/paths.ts";
import { beginSession } from "../../src/derivation/session.ts";
import type { Places } from "../../src/system/places.ts";

/** Derivations are made for the store of these places from now on. */
export const beginSessionIn = (places: Places, folder: AbsolutePath = places.home): void =>
  beginSession({ storeDir: places.storeDir, system: "x86_64-linux", folder, onLook: () => {} });

/** What a Nix expression comes to, as JSON. Derivations in it are written to the store. */
export const evaluateWithNix = (places: Places, expression: string): unknown =>
  JSON.parse(
    execFileSync("nix-instantiate", ["--eval", "--strict", "--json", "--read-write-mode", "-E", expression], {
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
    }),
  );
