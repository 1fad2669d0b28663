/** Requests against a server that misbehaves in every way that servers do. */
import { randomBytes } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { readBody, readResuming, request, shownUrl } from "../../src/fetch/http.ts";

const { signal } = new AbortController();

const serve = async (answer: http.RequestListener): Promise<string> => {
  const server = http.createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const collect = async (pieces: AsyncIterable<Buffer>): Promise<Buffer> => {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};

test("what may pass is tried again, what does not is given", async () => {
  let asked = 0;
  const url = await serve((_, answer) => {
    asked++;
    if (asked === 1) answer.destroy();
    else if (asked === 2) answer.writeHead(503, { "retry-after": "0" }).end();
    else answer.end("there");
  });
  const response = await request({ url, signal });
  expect((await readBody(response, 100)).toString()).toBe("there");
  expect(asked).toBe(3);
  const missing = await serve((_, answer) => answer.writeHead(404).end());
  expect((await request({ url: missing, signal })).status).toBe(404);
});

test("a file whose line breaks again and again arrives whole, with and without ranges", async () => {
  const bytes = randomBytes(300_000);
  for (const ranges of [true, false]) {
    let asked = 0;
    const url = await serve((incoming, answer) => {
      const from = ranges ? Number(/^bytes=(\d+)-/.exec(incoming.headers.range ?? "")?.[1] ?? 0) : 0;
      const breakAfter = ++asked <= 3 ? 80_000 * (ranges ? 1 : asked) : bytes.length;
      const part = bytes.subarray(from, from + breakAfter);
      const whole = from + part.length >= bytes.length;
      answer.writeHead(from > 0 ? 206 : 200, {
        "content-length": bytes.length - from,
        etag: '"one"',
        ...(from > 0 && { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
      });
      answer.write(part, () => (whole ? answer.end() : answer.destroy()));
    });
    expect((await collect(readResuming({ url, signal }, () => new Error("refused")))).equals(bytes)).toBe(
      true,
    );
    expect(asked).toBeGreaterThan(3);
  }
});

test("credentials stay with the host that they are for", async () => {
  const seen: Record<string, string | undefined>[] = [];
  const other = await serve((incoming, answer) => {
    seen.push({
      authorization: incoming.headers.authorization,
      other: incoming.headers["x-other"] as string,
    });
    answer.end("moved");
  });
  const url = await serve((incoming, answer) => {
    seen.push({ authorization: incoming.headers.authorization });
    if (incoming.url === "/here") answer.end();
    else answer.writeHead(302, { location: incoming.url === "/same" ? "/here" : `${other}/x` }).end();
  });
  const headers = { "x-other": "kept", authorization: "first" };
  const authorize = async () => ({ authorization: "secret" });
  const response = await request({ url: `${url}/away`, headers, authorize, signal });
  expect(response.url).toBe(`${other}/x`);
  response.body.resume();
  (await request({ url: `${url}/same`, headers, authorize, signal })).body.resume();
  expect(seen).toEqual([
    { authorization: "secret" },
    { authorization: undefined, other: "kept" },
    { authorization: "secret" },
    { authorization: "secret" },
  ]);
});

test("circles, silence, closed ports, too much and Ctrl-C end with words", async () => {
  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return error instanceof LaresError ? error.code : String(error);
  };
  const circle = await serve((_, answer) => answer.writeHead(302, { location: "/" }).end());
  expect(await codeOf(request({ url: circle, signal }))).toBe("bad-redirect");
  const file = await serve((_, answer) => answer.writeHead(302, { location: "file:///etc/passwd" }).end());
  expect(await codeOf(request({ url: file, signal }))).toBe("bad-redirect");
  const silent = await serve(() => {});
  expect(await codeOf(request({ url: silent, signal, tries: 2, patience: 50 }))).toBe("unreachable");
  expect(await codeOf(request({ url: "http://127.0.0.1:1", signal, tries: 2 }))).toBe("unreachable");
  const large = await serve((_, answer) => answer.end("x".repeat(1000)));
  expect(await codeOf(request({ url: large, signal }).then((response) => readBody(response, 999)))).toBe(
    "too-large",
  );
  const stop = new AbortController();
  const waiting = request({ url: silent, signal: stop.signal });
  stop.abort(new Error("Ctrl-C"));
  expect(await codeOf(waiting)).toBe("Error: Ctrl-C");
  expect(shownUrl("https://me:secret@example.org/x")).toBe("https://example.org/x");
});
