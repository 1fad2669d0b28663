import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { type Download, download } from "../../src/fetch/download.ts";
import { formatHash, hashBytes } from "../../src/format/hash.ts";
import { type NastyServer, serveRange, startServer } from "./nasty-server.ts";

const bytes = Buffer.from(Array.from({ length: 500_000 }, (_, at) => (at * 7919) % 251));
const hash = hashBytes("sha256", bytes);

let server: NastyServer;
let folder: string;
const places: string[] = [];
beforeEach(async () => {
  server = await startServer();
  folder = fs.mkdtempSync(join(tmpdir(), "lares-download-"));
  process.env.NETRC = join(folder, "netrc");
});
afterEach(async () => {
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
  delete process.env.NETRC;
  places.length = 0;
});

const to = () => absolutePath(join(folder, "file"));
const get = (urls: readonly string[], more: Partial<Download> = {}) =>
  download({ urls, to: to(), hash, signal: new AbortController().signal, tries: 4, ...more });

const failure = async (work: Promise<unknown>): Promise<{ code: string; text: string }> => {
  const error = await work.then(
    () => {
      throw new Error("it worked");
    },
    (error: { code: string; message: string; details: readonly string[] }) => error,
  );
  expect(fs.existsSync(to())).toBe(false);
  return { code: error.code, text: [error.message, ...(error.details ?? [])].join("\n") };
};

const expectWhole = (): void => expect(fs.readFileSync(to()).equals(bytes)).toBe(true);

describe("a download is whole", () => {
  test("from a server that behaves; the bytes are counted", async () => {
    server.on("/f", (request, response) => serveRange(request, response, bytes));
    const seen: [number, number | undefined][] = [];
    const found = await get([server.url("/f")], { onBytes: (count, total) => seen.push([count, total]) });
    expectWhole();
    expect(found).toEqual({ url: server.url("/f"), bytes: bytes.length, hash });
    expect(seen.at(-1)).toEqual([bytes.length, bytes.length]);
  });

  test("over connections that break, each going on where the last one ended", async () => {
    server.on("/f", (request, response, nth) => {
      if (nth > 3) return serveRange(request, response, bytes);
      const from = Number(/\d+/.exec(request.headers.range ?? "")?.[0] ?? 0);
      const range = { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
      response.writeHead(from === 0 ? 200 : 206, {
        etag: '"1"',
        "content-length": bytes.length - from,
        ...(from > 0 && range),
      });
      response.write(bytes.subarray(from, from + 100_000), () => setImmediate(() => response.destroy()));
    });
    await get([server.url("/f")]);
    expectWhole();
    expect(server.asked.length).toBe(4);
    expect(server.asked[3]).toMatch(/bytes=[1-9]\d+-$/);
  });

  test("from a server that breaks off and does not know ranges", async () => {
    server.on("/f", (_, response, nth) => {
      response.writeHead(200, { "content-length": bytes.length });
      if (nth > 2) response.end(bytes);
      else response.write(bytes.subarray(0, 90_000 * nth), () => setImmediate(() => response.destroy()));
    });
    await get([server.url("/f")]);
    expectWhole();
  });

  test("from a server whose file changes between two parts", async () => {
    const old = Buffer.alloc(bytes.length, 1);
    server.on("/f", (request, response, nth) => {
      if (nth > 1) return serveRange(request, response, bytes, '"new"');
      response.writeHead(200, { "content-length": old.length, etag: '"old"' });
      response.write(old.subarray(0, 1000), () => setImmediate(() => response.destroy()));
    });
    const { code } = await failure(get([server.url("/f")]));
    expect(code).toBe("hash-mismatch");
    await get([server.url("/f"), server.url("/f")]);
    expectWhole();
  });

  test("after 500, 429 with Retry-After, 408 and a connection that is reset", async () => {
    server.on("/f", (request, response, nth) => {
      if (nth === 1) response.writeHead(500).end();
      else if (nth === 2) response.writeHead(429, { "retry-after": "0" }).end();
      else if (nth === 4) response.writeHead(503, { "retry-after": new Date(0).toUTCString() }).end();
      else if (nth === 3) request.socket.resetAndDestroy();
      else serveRange(request, response, bytes);
    });
    await get([server.url("/f")], { tries: 5 });
    expectWhole();
    expect(server.asked).toHaveLength(5);
  });

  test("from the second place where the first has something else, and from a file", async () => {
    server.on("/wrong", (_, response) => response.end("something else"));
    server.on("/right", (request, response) => serveRange(request, response, bytes));
    expect(await get([server.url("/missing"), server.url("/wrong"), server.url("/right")])).toMatchObject({
      url: server.url("/right"),
    });
    expectWhole();
    fs.rmSync(to());
    fs.writeFileSync(join(folder, "a local file"), bytes);
    await get([pathToFileURL(join(folder, "a local file")).href]);
    expectWhole();
  });

  test("over redirects", async () => {
    server.on("/a", (_, response) => response.writeHead(302, { location: "/b" }).end());
    server.on("/b", (_, response) => response.writeHead(307, { location: server.url("/f") }).end());
    server.on("/f", (request, response) => serveRange(request, response, bytes));
    await get([server.url("/a")]);
    expectWhole();
  });

  test.each(["md5", "sha1", "sha256", "sha512"] as const)("by its %s", async (algorithm) => {
    server.on("/f", (request, response) => serveRange(request, response, bytes));
    const wanted = hashBytes(algorithm, bytes);
    expect(await get([server.url("/f")], { hash: wanted })).toMatchObject({ hash: wanted });
  });

  test("without a place for it, when only its hash is wanted", async () => {
    server.on("/f", (request, response) => serveRange(request, response, bytes));
    const found = await get([server.url("/f")], { to: undefined, hash: undefined });
    expect(formatHash(found.hash, "sri")).toBe(formatHash(hash, "sri"));
    expect(fs.existsSync(to())).toBe(false);
  });
});

describe("a download fails, and leaves nothing", () => {
  test("with another hash: what was expected and what came", async () => {
    server.on("/f", (_, response) => response.end("other"));
    const { code, text } = await failure(get([server.url("/f")]));
    expect(code).toBe("hash-mismatch");
    expect(text).toContain(`expected ${formatHash(hash, "sri")}`);
    expect(text).toContain(`got      ${formatHash(hashBytes("sha256", "other"), "sri")}`);
  });

  test("where nothing is there, and says which places were tried", async () => {
    server.on("/gone", (_, response) => response.writeHead(410).end());
    const { code, text } = await failure(
      get([server.url("/a"), server.url("/gone"), "file:///no/such/file"]),
    );
    expect(code).toBe("not-found");
    for (const said of ["/a", "404", "/gone", "410", "/no/such/file"]) expect(text).toContain(said);
  });

  test("where nobody answers, or only with errors", async () => {
    const closed = await startServer();
    await closed.stop();
    const dead = await failure(get([closed.url("/f")], { tries: 2 }));
    expect(dead.code).toBe("unreachable");
    expect(dead.text).toMatch(/ECONNREFUSED/);
    server.on("/f", (_, response) => response.writeHead(503).end());
    const broken = await failure(get([server.url("/f"), server.url("/missing")], { tries: 2 }));
    expect(broken.code).toBe("unreachable");
    expect(broken.text).toMatch(/503[\s\S]*404/);
    expect(server.asked.filter((line) => line === "GET /f")).toHaveLength(2);
  });

  test("where access is denied: the hint names .netrc, and it is not tried again", async () => {
    server.on("/f", (_, response) => response.writeHead(401).end());
    expect((await failure(get([server.url("/f")]))).text).toMatch(/401, access denied/);
    expect(server.asked).toHaveLength(1);
  });

  test("at a server that says nothing more", async () => {
    server.on("/f", (_, response) => {
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 10));
    });
    const { code, text } = await failure(get([server.url("/f")], { patience: 50, tries: 2 }));
    expect(code).toBe("unreachable");
    expect(text).toContain("nothing came for");
  });

  test("when the server promises more than it sends, or sends more than it promises", async () => {
    server.on("/more", (_, response) => {
      response.writeHead(200, { "content-length": bytes.length + 50, connection: "close" });
      response.write(bytes, () => setImmediate(() => response.destroy()));
    });
    expect((await failure(get([server.url("/more")], { tries: 2 }))).code).toMatch(
      /unreachable|hash-mismatch/,
    );
    server.on("/less", (request, response) => {
      response.shouldKeepAlive = false;
      request.socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n${"x".repeat(5000)}`);
    });
    expect((await failure(get([server.url("/less")], { tries: 2 }))).code).toMatch(
      /unreachable|hash-mismatch/,
    );
  });

  test("when it is larger than it may be, promised or not", async () => {
    server.on("/said", (request, response) => serveRange(request, response, bytes));
    server.on("/unsaid", (_, response) => {
      response.write(bytes);
      response.end(bytes);
    });
    for (const path of ["/said", "/unsaid"]) {
      const { code } = await failure(get([server.url(path)], { maxSize: 1000 }));
      expect(code).toBe("too-large");
    }
  });

  test("before it starts where the disk has no room for it", async () => {
    server.on("/f", (_, response) => {
      response.writeHead(200, { "content-length": 2 ** 52 });
      response.write("x");
    });
    const { code, text } = await failure(get([server.url("/f"), server.url("/other")]));
    expect(code).toBe("no-disk-room");
    expect(text).toContain(`it has ${2 ** 52} bytes`);
    expect(server.asked).toEqual(["GET /f"]);
  });

  test("when it is cancelled", async () => {
    const cancelled = new AbortController();
    server.on("/f", (_, response) => {
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 1000), () => cancelled.abort(new Error("enough")));
    });
    const error = await get([server.url("/f")], { signal: cancelled.signal }).catch(
      (error: unknown) => error,
    );
    expect(cancelled.signal.aborted).toBe(true);
    expect(error).toBeInstanceOf(Error);
    expect(fs.existsSync(to())).toBe(false);
    expect(server.asked).toHaveLength(1);
  });
});

describe("credentials", () => {
  test("are not sent to where a server redirects", async () => {
    const other = await startServer();
    other.on("/f", (request, response) => serveRange(request, response, bytes));
    server.on("/f", (_, response) => response.writeHead(302, { location: other.url("/f") }).end());
    await get([server.url("/f")], { headers: { authorization: "Bearer secret", accept: "x/y" } });
    expectWhole();
    expect(server.headers[0]).toMatchObject({ authorization: "Bearer secret", accept: "x/y" });
    expect(other.headers[0]?.authorization).toBeUndefined();
    expect(other.headers[0]?.accept).toBe("x/y");
    await other.stop();
  });

  test("come from .netrc for its hosts, unless the request has its own", async () => {
    fs.writeFileSync(
      process.env.NETRC!,
      "machine example.org login x password y\nmachine 127.0.0.1\n  login me password pass:word\n",
    );
    server.on("/f", (request, response) => serveRange(request, response, bytes));
    await get([server.url("/f")]);
    expect(server.headers[0]?.authorization).toBe(`Basic ${Buffer.from("me:pass:word").toString("base64")}`);
    fs.rmSync(to());
    await get([server.url("/f")], { headers: { Authorization: "Bearer t" } });
    expect(server.headers[1]?.authorization).toBe("Bearer t");
  });

  test("in a URL are sent, and never printed", async () => {
    const url = server.url("/f").replace("http://", "http://me:hunter2@");
    const { text } = await failure(get([url]));
    expect(server.headers[0]?.authorization).toBe(`Basic ${Buffer.from("me:hunter2").toString("base64")}`);
    expect(text).not.toContain("hunter2");
  });
});

test("a proxy of the environment is asked, but not for hosts that are excepted", async () => {
  const proxied: string[] = [];
  server.on("http://tool.example.invalid/f", (_, response) => {
    proxied.push("asked");
    response.end(bytes);
  });
  server.on("/f", (request, response) => serveRange(request, response, bytes));
  const script = `
    const { download } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/fetch/download.ts"))});
    for (const url of process.argv.slice(1)) {
      const { bytes } = await download({ urls: [url], signal: new AbortController().signal, tries: 1 });
      console.log(bytes);
    }`;
  const { http_proxy: _, https_proxy: __, no_proxy: ___, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", script, "http://tool.example.invalid/f", server.url("/f")],
    { env: { ...env, http_proxy: server.url(""), no_proxy: "127.0.0.1" } },
  );
  expect(stdout).toBe(`${bytes.length}\n${bytes.length}\n`);
  expect(proxied).toEqual(["asked"]);
  expect(server.asked).toEqual(["GET http://tool.example.invalid/f", "GET /f"]);
});
