/** The builders that fetch and unpack, each with a derivation as it is written and a server that is real. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { absolutePath, type StorePath } from "../../../src/base/paths.ts";
import { builtins } from "../../../src/build/builtins.ts";
import { formatDigits, hashBytes } from "../../../src/format/hash.ts";
import { tarOf } from "../../archive/tar-bytes.ts";
import { type NastyServer, startServer } from "../../fetch/nasty-server.ts";

let folder: string;
let server: NastyServer;
beforeEach(async () => {
  folder = fs.mkdtempSync(join(tmpdir(), "lares-builtins-"));
  server = await startServer();
});
afterEach(async () => {
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const out = (path = "") => join(folder, "out", path);

const build = async (
  builder: string,
  environment: Readonly<Record<string, string>>,
  fixed: { hash: string; hashAlgorithm: string } = { hash: "", hashAlgorithm: "" },
): Promise<{ log: string[]; bytes: number }> => {
  const log: string[] = [];
  let bytes = 0;
  const run = await builtins[builder]!();
  await run({
    derivation: {
      name: "tool-1.0",
      outputs: { out: { path: "/store/x-tool-1.0" as StorePath, ...fixed } },
      inputDerivations: {},
      inputSources: [],
      system: "builtin",
      builder: `builtin:${builder}`,
      args: [],
      environment,
    },
    outputs: { out: absolutePath(join(folder, "out")) },
    finalPaths: { out: "/store/x-tool-1.0" as StorePath },
    log: (line) => log.push(line),
    onBytes: (count) => {
      bytes = count;
    },
    signal: new AbortController().signal,
  });
  return { log, bytes };
};

const flat = (content: string | Buffer) => ({
  hash: formatDigits(hashBytes("sha256", content), "base16"),
  hashAlgorithm: "sha256",
});
const serve = (path: string, content: string | Buffer): string => {
  server.on(path, (_, response) => response.end(content));
  return server.url(path);
};
const script = "#!/bin/sh\necho hello\n";
const tarball = tarOf([
  { name: "tool-1.0/", type: "5" },
  { name: "tool-1.0/tool", content: script, mode: 0o755 },
  { name: "tool-1.0/tool.1", content: "page" },
  { name: "tool-1.0/completions/_tool", content: "#compdef tool" },
]);

describe("builtin:fetchurl", () => {
  test("a file by its hash, from the second place where the first has another", async () => {
    const urls = `${serve("/bad", "bad")} ${serve("/good", "good")}`;
    const { log, bytes } = await build("fetchurl", { url: server.url("/bad"), urls }, flat("good"));
    expect(fs.readFileSync(out(), "utf8")).toBe("good");
    expect(bytes).toBe(4);
    expect(log.join()).toContain("/good");
    expect(server.asked).toEqual(["GET /bad", "GET /good"]);
  });

  test("an executable one", async () => {
    await build("fetchurl", { url: serve("/tool", script), executable: "1" });
    expect(execFileSync(out(), { encoding: "utf8" })).toBe("hello\n");
  });

  test("with another hash: refused, and nothing is there", async () => {
    await expect(build("fetchurl", { url: serve("/f", "bad") }, flat("good"))).rejects.toMatchObject({
      code: "hash-mismatch",
    });
    expect(fs.existsSync(out())).toBe(false);
  });
});

test("builtin:lares-fetch-tarball: the contents, without the folder that they are in", async () => {
  await build("lares-fetch-tarball", { url: serve("/t", tarball) });
  expect(fs.readdirSync(out()).sort()).toEqual(["completions", "tool", "tool.1"]);
});

test("builtin:lares-fetch-tarball: an error page is named by its address", async () => {
  const url = serve("/t", "<html>gone");
  await expect(build("lares-fetch-tarball", { url })).rejects.toMatchObject({
    code: "not-an-archive",
    message: expect.stringContaining(url),
  });
});

describe("builtin:lares-archive", () => {
  test("an archive becomes a package whose command runs", async () => {
    fs.writeFileSync(join(folder, "src"), tarball);
    await build("lares-archive", { src: join(folder, "src"), pname: "tool", install: "{}" });
    expect(execFileSync(out("bin/tool"), { encoding: "utf8" })).toBe("hello\n");
    expect(fs.readdirSync(out()).sort()).toEqual(["bin", "share"]);
    expect(fs.existsSync(out("share/man/man1/tool.1"))).toBe(true);
    expect(fs.existsSync(out("share/zsh/site-functions/_tool"))).toBe(true);
  });

  test("so does a single file, and a folder that was unpacked before", async () => {
    fs.writeFileSync(join(folder, "src"), script);
    await build("lares-archive", { src: join(folder, "src"), pname: "tool" });
    expect(execFileSync(out("bin/tool"), { encoding: "utf8" })).toBe("hello\n");
    fs.rmSync(out(), { recursive: true });
    fs.mkdirSync(join(folder, "dir/bin"), { recursive: true });
    fs.writeFileSync(join(folder, "dir/bin/tool"), script, { mode: 0o555 });
    fs.chmodSync(join(folder, "dir/bin"), 0o555);
    await build("lares-archive", { src: join(folder, "dir"), pname: "tool", install: '{"keep":true}' });
    expect(execFileSync(out("bin/tool"), { encoding: "utf8" })).toBe("hello\n");
    expect(fs.readdirSync(out())).toEqual(["bin"]);
  });

  test("without a command it is an error that says what there is", async () => {
    fs.writeFileSync(join(folder, "src"), tarOf([{ name: "a/readme", content: "x" }]));
    await expect(build("lares-archive", { src: join(folder, "src"), pname: "tool" })).rejects.toMatchObject({
      code: "no-command",
      details: expect.arrayContaining(["  readme"]),
    });
  });
});
