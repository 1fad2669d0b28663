import { expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { hashBytes } from "../../src/format/hash.ts";
import { formatNarInfo, type NarInfo, parseNarInfo } from "../../src/format/narinfo.ts";
import {
  fingerprint,
  generateKeys,
  parsePublicKey,
  parseSecretKey,
  sign,
  signers,
} from "../../src/format/signature.ts";

const storeDir = absolutePath("/nix/store");
const path = `/nix/store/syd87l2rxw8cbsxmxl853h0r6pdwhwjr-curl-7.82.0-bin` as StorePath;
const other = "/nix/store/0jqd0rlxzra1rs38rdxl43yh6rxchgc6-curl-7.82.0" as StorePath;
const signed = { path, narHash: hashBytes("sha256", "nar"), narSize: 196040, references: [other, path] };

/** The key of cache.nixos.org, and a path that it signed. */
const published = {
  key: "cache.nixos.org-1:6NCHdD59X431o0gWypbMrAURkbJ16ZPMQFGspcDShjY=",
  info: `StorePath: ${path}
URL: nar/05ra3y72i3qjri7xskf9qj8kb29r6naqy1sqpbs3azi3xcigmj56.nar.xz
Compression: xz
FileHash: sha256:05ra3y72i3qjri7xskf9qj8kb29r6naqy1sqpbs3azi3xcigmj56
FileSize: 68852
NarHash: sha256:1b4sb93wp679q4zx9k1ignby1yna3z7c4c2ri3wphylbc2dwsys0
NarSize: 196040
References: 0jqd0rlxzra1rs38rdxl43yh6rxchgc6-curl-7.82.0 6w8g7njm4mck5dmjxws0z1xnrxvl81xa-glibc-2.34-115 j5jxw3iy7bbz4a57fh9g2xm2gxmyal8h-zlib-1.2.12 yxvjs9drzsphm9pcf42a4byzj1kb9m7k-openssl-1.1.1n
Deriver: 5rwxzi7pal3qhpsyfc16gzkh939q1np6-curl-7.82.0.drv
Sig: cache.nixos.org-1:TsTTb3WGTZKphvYdBHXwo6weVILmTytUjLB+vcX89fOjjRicCHmKA4RCPMVLkj6TMJ4GMX3HPVWRdD1hkeKZBQ==
`,
};

test("believes what cache.nixos.org signed, and writes it as it was", () => {
  const info = parseNarInfo(storeDir, published.info, "test");
  expect(info.references).toContain(other);
  expect(signers([parsePublicKey(published.key)], info, info.signatures)).toEqual(["cache.nixos.org-1"]);
  expect(formatNarInfo(info)).toBe(published.info);
});

test("signs what it then believes, and nothing else", () => {
  const keys = generateKeys("mine-1");
  const secret = parseSecretKey(`${keys.secret}\n`);
  expect(secret.publicKey).toBe(keys.public);
  const trusted = [parsePublicKey(keys.public)];
  const signature = sign(secret, signed);
  expect(signers(trusted, signed, [signature])).toEqual(["mine-1"]);
  for (const changed of [
    { ...signed, path: other },
    { ...signed, narSize: 1 },
    { ...signed, references: [other] },
    { ...signed, narHash: hashBytes("sha256", "other") },
  ])
    expect(signers(trusted, changed, [signature])).toEqual([]);
  expect(signers([parsePublicKey(generateKeys("mine-1").public)], signed, [signature])).toEqual([]);
  expect(signers(trusted, signed, [signature.replace("mine-1", "mine-2"), "mine-1:AAAA", ""])).toEqual([]);
  expect(fingerprint(signed)).toMatch(/^1;\/nix\/store\/[^;]+;sha256:[0-9a-z]{52};196040;[^;]+,[^;]+$/);
});

test("refuses what is no key, and says no secret", () => {
  const { secret } = generateKeys("k");
  const torn = `k:${Buffer.concat([Buffer.from(secret.slice(2), "base64").subarray(0, 32), Buffer.alloc(32)]).toString("base64")}`;
  for (const text of ["", "k", "k:", "k:AAAA", ":AAAA", `${secret}AAAA`, torn]) {
    const error = (() => {
      try {
        parseSecretKey(text);
        return undefined;
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(LaresError);
    expect(JSON.stringify(error)).not.toContain(secret.slice(2, 20));
  }
  expect(() => parsePublicKey(secret)).toThrow("no public key");
  expect(() => generateKeys("a b")).toThrow("cannot be the name");
});

test("a narinfo survives being written and read, with all or few of its fields", () => {
  const whole: NarInfo = {
    ...signed,
    references: [other, path],
    url: "nar/x.nar.zst",
    compression: "zstd",
    fileHash: hashBytes("sha256", "file"),
    fileSize: 7,
    deriver: `${other}.drv` as StorePath,
    signatures: [sign(parseSecretKey(generateKeys("a").secret), signed)],
    ca: `fixed:r:sha256:${"0".repeat(52)}`,
  };
  const { fileHash: _, fileSize: __, deriver: ___, ca: ____, ...few } = whole;
  for (const info of [whole, { ...few, references: [], signatures: [] }]) {
    const read = parseNarInfo(storeDir, formatNarInfo(info), "test");
    expect(formatNarInfo(read)).toBe(formatNarInfo(info));
    expect(Object.keys(read).sort()).toEqual(Object.keys(info).sort());
  }
  const old = formatNarInfo(whole).replace(/^Compression.*\n/m, "");
  expect(parseNarInfo(storeDir, old, "test").compression).toBe("bzip2");
});
