/** Objects that go up in parts, to a real S3 server (s3rver), with something in between that counts and breaks. */
import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import type { CacheContent } from "../../src/cache/cache-files.ts";
import { openS3Cache } from "../../src/cache/s3-cache.ts";
import { temporaryFolder } from "../store/places.ts";
import { startS3 } from "./servers.ts";

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "S3RVER");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "S3RVER");
});
afterEach(() => vi.unstubAllEnvs());

const { signal } = new AbortController();
const mebibyte = 2 ** 20;
const part = 5 * mebibyte;

type Break = (asked: string) => { readonly status: number; readonly text: string } | undefined;

/** The server behind what may answer in its place. */
const start = async () => {
  const server = await startS3(temporaryFolder());
  const asked: string[] = [];
  const between: { answer: Break } = { answer: () => undefined };
  const front = http.createServer((request, response) => {
    const line = `${request.method} ${request.url}`;
    asked.push(line);
    const other = between.answer(line);
    if (other !== undefined) {
      request.resume();
      return void response.writeHead(other.status).end(other.text);
    }
    const { method, headers, url } = request;
    const onward = http.request({ port: server.port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    front.close();
    front.closeAllConnections();
    await server.close();
  });
  const at = `127.0.0.1:${(front.address() as AddressInfo).port}`;
  const url = `s3://home?endpoint=${at}&scheme=http&multipart-threshold=${part}&multipart-chunk-size=${part}`;
  const parts = (): readonly string[] =>
    asked.flatMap((line) => /^PUT .*[?&]partNumber=(\d+)/.exec(line)?.[1] ?? []);
  return { files: openS3Cache(new URL(url)), asked, parts, between };
};

const large = (size: number): CacheContent & { readonly bytes: Buffer } => {
  const folder = temporaryFolder();
  const bytes = randomBytes(size);
  fs.writeFileSync(join(folder, "nar"), bytes);
  return {
    bytes,
    type: "application/x-nix-nar",
    size,
    sha256: createHash("sha256").update(bytes).digest(),
    from: absolutePath(join(folder, "nar")),
    record: absolutePath(join(folder, "record.json")),
  };
};

const stored = async (files: ReturnType<typeof openS3Cache>, name: string): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(files.stream(name, signal) as AsyncIterable<Buffer>));

test("what is above the threshold goes up in parts, what is not in one piece", async () => {
  const { files, asked, parts } = await start();
  const content = large(3 * part + 17);
  await files.write("nar/large", content, signal);
  expect(parts().toSorted()).toEqual(["1", "2", "3", "4"]);
  expect((await stored(files, "nar/large")).equals(content.bytes)).toBe(true);
  expect(fs.existsSync(content.record!)).toBe(false);
  asked.length = 0;
  const { record: _, ...small } = large(part);
  await files.write("nar/small", { ...small, from: small.bytes }, signal);
  expect(asked).toEqual(["PUT /home/nar/small"]);
  expect((await stored(files, "nar/small")).equals(small.bytes)).toBe(true);
});

test("broken off, nothing is to be seen of it, and the next push sends only what is missing", async () => {
  const { files, asked, parts, between } = await start();
  const content = large(6 * part + 1);
  let got = 0;
  between.answer = (line) =>
    line.includes("partNumber=") && ++got > 4 ? { status: 403, text: "<Error/>" } : undefined;
  await expect(files.write("nar/x", content, signal)).rejects.toMatchObject({ code: "cache-refused" });
  expect(await files.has("nar/x", signal)).toBe(false);
  between.answer = () => undefined;
  asked.length = 0;
  await files.write("nar/x", content, signal);
  expect(parts()).toHaveLength(3);
  expect(asked.filter((line) => line.endsWith("?uploads="))).toEqual([]);
  expect((await stored(files, "nar/x")).equals(content.bytes)).toBe(true);
});

test("Ctrl-C ends it at once, and it goes on the next time", async () => {
  const { files, parts, between, asked } = await start();
  const content = large(4 * part);
  const stop = new AbortController();
  between.answer = (line) => {
    if (line.includes("partNumber=4")) stop.abort(new Error("stopped"));
    return undefined;
  };
  await expect(files.write("nar/x", content, stop.signal)).rejects.toThrow("stopped");
  between.answer = () => undefined;
  const known = Object.keys(JSON.parse(fs.readFileSync(content.record!, "utf8")).tags);
  expect(known.length).toBeGreaterThan(0);
  asked.length = 0;
  await files.write("nar/x", content, signal);
  expect(parts().filter((number) => known.includes(number))).toEqual([]);
  expect((await stored(files, "nar/x")).equals(content.bytes)).toBe(true);
});

test("an upload that the server has forgotten begins anew, as does one whose record is damaged", async () => {
  const { files, parts, between } = await start();
  const content = large(2 * part);
  const forgotten = { id: "forgotten", size: content.size, part, tags: { 1: '"x"' } };
  between.answer = (line) =>
    line.includes("uploadId=forgotten") ? { status: 404, text: "<Code>NoSuchUpload</Code>" } : undefined;
  for (const record of [JSON.stringify(forgotten), "{", JSON.stringify({ ...forgotten, size: 3 })]) {
    fs.writeFileSync(content.record!, record);
    await files.write("nar/x", content, signal);
  }
  expect((await stored(files, "nar/x")).equals(content.bytes)).toBe(true);
  expect(parts().length).toBe(1 + 3 * 2);
});

test("an error in the answer that ends it is one, though it came as a success", async () => {
  const { files, between } = await start();
  between.answer = (line) =>
    /^POST .*uploadId=/.test(line)
      ? { status: 200, text: "<Error><Code>InternalError</Code></Error>" }
      : undefined;
  await expect(files.write("nar/x", large(2 * part), signal)).rejects.toMatchObject({
    code: "cache-refused",
    details: [expect.stringContaining("InternalError")],
  });
});

test("an end whose answer was lost is found to have been one", async () => {
  const { files, between } = await start();
  const content = large(2 * part);
  await files.write("nar/x", content, signal);
  between.answer = (line) =>
    /^POST .*uploadId=/.test(line) ? { status: 404, text: "<Code>NoSuchUpload</Code>" } : undefined;
  await files.write("nar/x", content, signal);
  await expect(files.write("nar/other", content, signal)).rejects.toMatchObject({ code: "cache-refused" });
});

test("sizes that no server takes are refused", () => {
  for (const size of ["1", "x", "-1"])
    expect(() => openS3Cache(new URL(`s3://home?multipart-chunk-size=${size}`))).toThrow(/bytes|no address/);
});
