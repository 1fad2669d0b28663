/** A cache of somebody hostile, or a broken one: nothing that is not what a trusted key signed becomes valid. */
import * as fs from "node:fs";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { openCacheFiles } from "../../src/cache/cache-files.ts";
import { openSubstituters } from "../../src/cache/open-substituters.ts";
import { pushPaths } from "../../src/cache/push.ts";
import { generateKeys, parseSecretKey } from "../../src/format/signature.ts";
import { digestOf } from "../../src/format/store-path.ts";
import { temporaryFolder } from "../store/places.ts";
import { leftovers, type Sample, sampleStores } from "./sample-store.ts";

const keys = generateKeys("test-1");
const { signal } = new AbortController();

const sampleCache = async (compression: "zstd" | "none" | "xz") => {
  const sample = sampleStores();
  const folder = temporaryFolder();
  await pushPaths(sample.source, await openCacheFiles(`file://${folder}`), [sample.top], {
    keys: [parseSecretKey(keys.secret)],
    compression,
    parallel: 4,
    aside: absolutePath(join(sample.folder, "aside")),
    signal,
  });
  await bring(sample, folder, sample.leaf);
  return { sample, folder, narInfo: join(folder, `${digestOf(sample.built)}.narinfo`) };
};

/** Gives the warnings, or the code of the error, or "taken". */
const bring = async (sample: Sample, folder: string, path: StorePath): Promise<string> => {
  const warnings: string[] = [];
  const [substituter] = await openSubstituters({
    ...sample.targetPlaces,
    substituters: [`file://${folder}`],
    trustedPublicKeys: [keys.public],
    onWarning: (message) => warnings.push(message),
    signal,
  });
  const found = (await substituter!.query([path], signal)).get(path);
  if (found === undefined) return `warned: ${warnings.join()}`;
  try {
    await found.fetch(sample.target, { signal });
    return "taken";
  } catch (error) {
    return error instanceof LaresError ? error.code : `threw ${error}`;
  }
};

const expectNothing = (sample: Sample): void => {
  expect(sample.target.isValid(sample.built)).toBe(false);
  expect(sample.target.isValid(sample.top)).toBe(false);
  expect(leftovers(sample)).toEqual([]);
};

const field = (text: string, name: string, value: string | undefined): string =>
  text.replace(new RegExp(`^${name}: .*\\n`, "m"), value === undefined ? "" : `${name}: ${value}\n`);

test("every field of the narinfo that is changed, missing or malformed is refused", async () => {
  const { sample, folder, narInfo } = await sampleCache("zstd");
  const text = fs.readFileSync(narInfo, "utf8");
  const other = fs.readFileSync(join(folder, `${digestOf(sample.leaf)}.narinfo`), "utf8");
  const of = (name: string, from = text): string => new RegExp(`^${name}: (.*)$`, "m").exec(from)![1]!;
  const names = of("StorePath").split("/").at(-1)!;
  const changes: readonly (readonly [what: string, text: string, outcome: RegExp])[] = [
    ["another path", field(text, "StorePath", of("StorePath", other)), /in its place|wrong signature/],
    ["another name", field(text, "StorePath", `${of("StorePath")}x`), /in its place/],
    ["a path of another store", field(text, "StorePath", `/nix/store/${names}`), /StorePath that cannot be/],
    ["the NAR's hash", field(text, "NarHash", of("NarHash", other)), /wrong signature/],
    ["a hash of another kind", field(text, "NarHash", `md5:${"0".repeat(32)}`), /NarHash that cannot be/],
    ["the NAR's size", field(text, "NarSize", "17"), /wrong signature/],
    ["no size", field(text, "NarSize", "0"), /NarSize that cannot be/],
    ["a negative size", field(text, "NarSize", "-1"), /NarSize that cannot be/],
    ["no references", field(text, "References", ""), /wrong signature/],
    ["more references", field(text, "References", `${of("References")} ${names}`), /wrong signature/],
    ["a reference with a slash", field(text, "References", "../../etc/passwd"), /References that cannot be/],
    ["no signature", field(text, "Sig", undefined), /no signature/],
    [
      "a signature of nobody",
      field(text, "Sig", `test-1:${Buffer.alloc(64).toString("base64")}`),
      /wrong signature/,
    ],
    ["a signature that is none", field(text, "Sig", "test-1:AAAA"), /Sig that cannot be/],
    ["a signature of another path", field(text, "Sig", of("Sig", other)), /wrong signature/],
    ["the file's hash", field(text, "FileHash", of("FileHash", other)), /^download-mismatch$/],
    ["the file's size, less", field(text, "FileSize", "100"), /^download-mismatch$/],
    ["the file's size, more", field(text, "FileSize", "99999999"), /^download-mismatch$/],
    ["another compression", field(text, "Compression", "xz"), /^bad-compression$/],
    ["no compression", field(text, "Compression", "none"), /^bad-nar$|^nar-mismatch$/],
    ["the compression of old", field(text, "Compression", undefined), /^bad-compression$/],
    ["an unknown compression", field(text, "Compression", "lzop"), /Compression that cannot be/],
    ["another file", field(text, "URL", of("URL", other)), /^download-mismatch$/],
    ["a file that is not there", field(text, "URL", "nar/none.nar.zst"), /^not-in-cache$/],
    ["a file outside", field(text, "URL", "../../../../etc/passwd"), /URL that cannot be/],
    ["a file of the system", field(text, "URL", "/etc/passwd"), /URL that cannot be/],
    ["a file of another host", field(text, "URL", "https://evil.example/x.nar"), /URL that cannot be/],
    ["an encoded way out", field(text, "URL", "nar/%2e%2e/%2e%2e/x"), /URL that cannot be/],
    ["a false content address", `${text}CA: ${of("CA", other)}\n`, /content address that does not make/],
    ["a broken content address", `${text}CA: fixed:r:sha256:00\n`, /content address|CA that cannot be/],
    ["a deriver that is no path", `${text}Deriver: ../x.drv\n`, /Deriver that cannot be/],
    ["the path twice", `${text}StorePath: ${of("StorePath")}\n`, /more than once/],
    ["cut short", text.slice(0, text.length - 20), /cut short/],
    ["something else", "<html>404</html>\n", /says nothing/],
    ["nothing", "", /does not say|cut short/],
    [
      "a control character",
      text.replace("Compression: zstd", "Compression: zstd\r"),
      /says nothing|cannot be/,
    ],
  ];
  for (const [what, changed, outcome] of changes) {
    expect(changed, what).not.toBe(text);
    fs.writeFileSync(narInfo, changed);
    expect(await bring(sample, folder, sample.built), what).toMatch(outcome);
    expectNothing(sample);
  }
  for (const unharmed of [
    `${text}Later: a field of the future\n`,
    field(text, "FileHash", undefined),
    field(text, "FileSize", undefined),
  ]) {
    fs.writeFileSync(narInfo, unharmed);
    expect(await bring(sample, folder, sample.built)).toBe("taken");
    sample.target.unregister([sample.built]);
  }
});

for (const compression of ["none", "zstd", "xz"] as const)
  test(`every change of the bytes is refused: ${compression}`, async () => {
    const { sample, folder, narInfo } = await sampleCache(compression);
    const text = fs.readFileSync(narInfo, "utf8");
    const nar = join(folder, /^URL: (.*)$/m.exec(text)![1]!);
    const bytes = fs.readFileSync(nar);
    const flipped = (at: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1;
      return copy;
    };
    const bombs = compression === "zstd" ? [zlib.zstdCompressSync(Buffer.alloc(50_000_000))] : [];
    const changes = [
      ...Array.from({ length: 8 }, (_, at) => flipped(Math.floor((bytes.length * at) / 8))),
      flipped(bytes.length - 1),
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 1000),
      Buffer.alloc(0),
      Buffer.concat([bytes, Buffer.alloc(8)]),
      Buffer.concat([bytes, bytes]),
      fs.readFileSync(join(folder, "nix-cache-info")),
      ...bombs,
    ];
    const hints = [text, field(field(text, "FileHash", undefined), "FileSize", undefined)];
    for (const hint of hints) {
      fs.writeFileSync(narInfo, hint);
      for (const [at, changed] of changes.entries()) {
        fs.writeFileSync(nar, changed);
        const outcome = await bring(sample, folder, sample.built);
        if (outcome === "taken") {
          expect(hint, `change ${at} went unnoticed`).not.toBe(text);
          expect(sample.target.queryPathInfo(sample.built)?.narHash).toBe(
            sample.source.queryPathInfo(sample.built)!.narHash,
          );
          sample.target.unregister([sample.built]);
        } else {
          expect(outcome, `change ${at}`).toMatch(
            /^(download-mismatch|nar-mismatch|bad-nar|bad-compression)$/,
          );
          expectNothing(sample);
        }
      }
    }
  });

test("what is named by its contents must have them, whoever says so", async () => {
  const { sample, folder } = await sampleCache("none");
  const { target, leaf, built } = sample;
  target.unregister([leaf]);
  const narInfo = join(folder, `${digestOf(leaf)}.narinfo`);
  const text = fs.readFileSync(narInfo, "utf8");
  const other = fs.readFileSync(join(folder, `${digestOf(built)}.narinfo`), "utf8");
  let swapped = field(text, "Sig", undefined);
  for (const name of ["URL", "FileHash", "FileSize", "NarHash", "NarSize"])
    swapped = field(swapped, name, new RegExp(`^${name}: (.*)$`, "m").exec(other)![1]!);
  fs.writeFileSync(narInfo, swapped);
  expect(await bring(sample, folder, leaf)).toBe("nar-mismatch");
  expect(target.isValid(leaf)).toBe(false);
  fs.writeFileSync(narInfo, field(text, "Sig", undefined));
  expect(await bring(sample, folder, leaf)).toBe("taken");
});

test("a cache of another store, of no store and with a broken description is left out with a warning", async () => {
  const { sample, folder } = await sampleCache("zstd");
  const info = join(folder, "nix-cache-info");
  for (const [text, warning] of [
    ["StoreDir: /nix/store\n", "for another store"],
    ["StoreDir: nix\n", "cannot be right"],
    [`StoreDir: ${sample.places.storeDir}\nPriority: low\n`, "cannot be right"],
    [undefined, "no binary cache"],
  ] as const) {
    if (text === undefined) fs.rmSync(info);
    else fs.writeFileSync(info, text);
    const warnings: string[] = [];
    const opened = await openSubstituters({
      ...sample.targetPlaces,
      substituters: [`file://${folder}`],
      trustedPublicKeys: [keys.public],
      onWarning: (message) => warnings.push(message),
      signal,
    });
    expect(opened).toEqual([]);
    expect(warnings.join()).toContain(warning);
  }
});
