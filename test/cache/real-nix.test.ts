/** Real Nix reads what we write and serve, with signatures checked, and we read what it writes. */
import { execFile, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { openCacheFiles } from "../../src/cache/cache-files.ts";
import { fetchClosure } from "../../src/cache/fetch-closure.ts";
import { openSubstituters } from "../../src/cache/open-substituters.ts";
import { pushPaths } from "../../src/cache/push.ts";
import { serveStore } from "../../src/cache/serve.ts";
import { generateKeys, parseSecretKey } from "../../src/format/signature.ts";
import { narHashOfTree } from "../../src/store/nar-hash.ts";
import { verifyStore } from "../../src/store/verify.ts";
import type { Places } from "../../src/system/places.ts";
import { has, temporaryFolder } from "../store/places.ts";
import { type Sample, sampleStores } from "./sample-store.ts";
import { hasNginx, startNginx } from "./servers.ts";

const keys = generateKeys("test-1");
const secret = parseSecretKey(keys.secret);
const { signal } = new AbortController();

/** `aside`: a folder that stands for the store's in a mount namespace of Nix's own. */
const nixWith = async (
  { publicKey, aside }: { publicKey: string; aside?: string },
  places: Places,
  ...words: string[]
): Promise<string> => {
  const settings = { "build-users-group": "", substituters: "", "trusted-public-keys": publicKey };
  const { stdout } = await promisify(execFile)(
    aside === undefined ? "nix" : "unshare",
    [
      ...(aside === undefined
        ? []
        : ["-rm", "sh", "-c", 'mount --bind "$0" "$1" && shift && exec nix "$@"', aside, places.storeDir]),
      "--extra-experimental-features",
      "nix-command",
      ...words,
      ...Object.entries(settings).flatMap(([name, value]) => ["--option", name, value]),
    ],
    {
      env: {
        PATH: process.env.PATH ?? "",
        HOME: join(places.varDir, "home"),
        NIX_REMOTE: "",
        NIX_STORE_DIR: places.storeDir,
        NIX_STATE_DIR: places.varDir,
        NIX_LOG_DIR: join(places.varDir, "log"),
        NIX_CONF_DIR: join(places.varDir, "no-conf"),
      },
    },
  );
  return stdout;
};

const nix = (places: Places, publicKey: string, ...words: string[]): Promise<string> =>
  nixWith({ publicKey }, places, ...words);

const canUnshare = spawnSync("unshare", ["-rm", "true"]).status === 0;

const pushTo = async (
  sample: Sample,
  url: string,
  compression: "zstd" | "xz" | "none" | "bzip2" | "br" = "zstd",
) =>
  await pushPaths(sample.source, await openCacheFiles(url), [sample.top], {
    keys: [secret],
    compression,
    parallel: 4,
    aside: absolutePath(join(sample.folder, "aside")),
    signal,
  });

const nixTakes = async (sample: Sample, url: string): Promise<void> => {
  const { targetPlaces, target, top, leaf, built } = sample;
  await expect(nix(targetPlaces, generateKeys("test-1").public, "copy", "--from", url, top)).rejects.toThrow(
    "signature",
  );
  await nix(targetPlaces, keys.public, "copy", "--from", url, top);
  expect(target.validPaths()).toEqual([leaf, built, top].sort());
  expect(verifyStore(target, targetPlaces, { checkContents: true }).findings).toEqual([]);
};

describe.skipIf(!has("nix"))("real Nix (skipped where nix is not installed)", () => {
  for (const compression of ["zstd", "xz", "none", "bzip2", "br"] as const)
    test(`takes paths from a folder that we wrote: ${compression}`, async () => {
      const sample = sampleStores();
      const folder = temporaryFolder();
      await pushTo(sample, `file://${folder}`, compression);
      await nixTakes(sample, `file://${folder}`);
    });

  test.skipIf(!hasNginx)(
    "takes paths from that folder behind nginx (skipped where it is not installed)",
    async () => {
      const sample = sampleStores();
      const folder = temporaryFolder();
      const server = await startNginx(join(folder, "cache"), join(folder, "work"));
      onTestFinished(() => server.close());
      await pushTo(sample, server.url);
      await nixTakes(sample, server.url);
    },
  );

  test.skipIf(!canUnshare)(
    "takes paths from lares cache serve (skipped where there are no mount namespaces)",
    async () => {
      const sample = sampleStores();
      const { source, target, targetPlaces, top, leaf, built } = sample;
      const server = await serveStore(source, { host: "127.0.0.1", port: 0, keys: [secret] });
      onTestFinished(() => server.close());
      const aside = join(temporaryFolder(), "store");
      fs.mkdirSync(aside);
      const copy = (publicKey: string) =>
        nixWith({ publicKey, aside }, targetPlaces, "copy", "--from", server.url, top);
      await expect(copy(generateKeys("test-1").public)).rejects.toThrow("signature");
      await copy(keys.public);
      expect(target.validPaths()).toEqual([leaf, built, top].sort());
      for (const path of [leaf, built, top]) {
        const { hash } = narHashOfTree(absolutePath(path.replace(targetPlaces.storeDir, aside)));
        expect(`sha256:${hash.toString("hex")}`).toBe(source.queryPathInfo(path)!.narHash);
      }
    },
  );

  for (const compression of ["xz", "zstd", "bzip2", "none"])
    test(`writes caches that we take paths from: ${compression}`, async () => {
      const sample = sampleStores();
      const { places, target, targetPlaces, top, leaf, built } = sample;
      const keyFile = join(sample.folder, "key");
      fs.writeFileSync(keyFile, keys.secret);
      const folder = temporaryFolder();
      const to = `file://${folder}?compression=${compression}&secret-key=${keyFile}`;
      await nix(places, keys.public, "copy", "--to", to, top);
      const take = async (trusted: readonly string[]): Promise<readonly StorePath[]> => {
        const substituters = await openSubstituters({
          ...targetPlaces,
          substituters: [`file://${folder}`],
          trustedPublicKeys: trusted,
          onWarning: () => {},
          signal,
        });
        return await fetchClosure(target, substituters, [top], { signal, onWarning: () => {} });
      };
      await expect(take([generateKeys("test-1").public])).rejects.toMatchObject({ code: "not-in-caches" });
      expect((await take([keys.public])).toSorted()).toEqual([leaf, built, top].sort());
      expect(verifyStore(target, targetPlaces, { checkContents: true }).findings).toEqual([]);
    });

  test("makes the keys and signatures that we make", async () => {
    const sample = sampleStores();
    const secretText = await nix(sample.places, "", "key", "generate-secret", "--key-name", "nix-1");
    const own = parseSecretKey(secretText);
    const file = join(sample.folder, "nix-key");
    fs.writeFileSync(file, secretText);
    await nix(sample.places, "", "store", "sign", "--key-file", file, "--recursive", sample.top);
    await nix(
      sample.places,
      own.publicKey,
      "store",
      "verify",
      "--sigs-needed",
      "1",
      "--recursive",
      sample.top,
    );
    const { sign } = await import("../../src/format/signature.ts");
    const { parseHash } = await import("../../src/format/hash.ts");
    for (const path of [sample.built, sample.top]) {
      const info = sample.source.queryPathInfo(path)!;
      expect(info.signatures).toEqual([sign(own, { ...info, narHash: parseHash(info.narHash)! })]);
    }
  });
});
