/** The store of this machine as a binary cache over HTTP, read-only; NARs are made as they are sent. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { errnoOf, LaresError } from "../base/errors.ts";
import { absolutePath } from "../base/paths.ts";
import { encodeBase32 } from "../format/base32.ts";
import { parseHash } from "../format/hash.ts";
import { formatNarInfo } from "../format/narinfo.ts";
import type { SecretKey } from "../format/signature.ts";
import { digestOf } from "../format/store-path.ts";
import { narPieces } from "../store/nar-pieces.ts";
import type { LocalStore, PathInfo } from "../store/store.ts";
import { cacheInfoName, formatCacheInfo } from "./cache-info.ts";
import { describe, ownPriority } from "./push.ts";

export interface ServeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly keys: readonly SecretKey[];
  /** Called for each answer. */
  readonly onAnswer?: (line: { readonly path: string; readonly status: number }) => void;
}

export interface CacheServer {
  readonly url: string;
  /** Ends what is under way, too. */
  close(): Promise<void>;
}

/** Resolves when it listens. Throws `cannot-listen`. */
export const serveStore = (store: LocalStore, options: ServeOptions): Promise<CacheServer> =>
  new Promise((resolve, reject) => {
    const server = http.createServer((asked, answer) => {
      const path = asked.url ?? "/";
      answer.on("close", () => options.onAnswer?.({ path, status: answer.statusCode }));
      respond(store, options.keys, asked, answer).catch((error: unknown) => fail(answer, error));
    });
    server.on("error", (error) => reject(cannotListen(options, error)));
    server.listen(options.port, options.host, () => resolve(running(server, options.host)));
  });

const running = (server: http.Server, host: string): CacheServer => {
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const respond = async (
  store: LocalStore,
  keys: readonly SecretKey[],
  asked: http.IncomingMessage,
  answer: http.ServerResponse,
): Promise<void> => {
  const text = (body: string, type: string) => sendText(asked, answer, body, type);
  if (asked.method !== "GET" && asked.method !== "HEAD") {
    answer.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const path = (asked.url ?? "").replace(/\?.*$/, "");
  if (path === `/${cacheInfoName}`)
    return text(
      formatCacheInfo({ storeDir: store.directory, priority: ownPriority, wantMassQuery: true }),
      "text/x-nix-cache-info",
    );
  const [, digest] = /^\/([0-9a-z]{32})\.narinfo$/.exec(path) ?? [];
  const described = digest === undefined ? undefined : infoOf(store, digest);
  if (described !== undefined)
    return text(
      formatNarInfo(describe(described, keys, { url: narUrl(described), compression: "none" })),
      "text/x-nix-narinfo",
    );
  const [, named, hash] = /^\/nar\/([0-9a-z]{32})-([0-9a-z]{52})\.nar$/.exec(path) ?? [];
  const wanted = named === undefined ? undefined : infoOf(store, named);
  if (wanted !== undefined && narDigits(wanted) === hash) return await sendNar(asked, answer, wanted);
  answer.writeHead(404, { "content-type": "text/plain" }).end("not here\n");
};

const infoOf = (store: LocalStore, digest: string): PathInfo | undefined => {
  const path = store.pathWithDigest(digest);
  return path === undefined ? undefined : store.queryPathInfo(path);
};

/** The hash in the name makes sure that a narinfo is never answered with the NAR of a later object. */
const narUrl = (info: PathInfo): string => `nar/${digestOf(info.path)}-${narDigits(info)}.nar`;
const narDigits = ({ narHash }: PathInfo): string => encodeBase32(parseHash(narHash)!.bytes);

const sendText = (
  asked: http.IncomingMessage,
  answer: http.ServerResponse,
  body: string,
  type: string,
): void => {
  answer.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(body) });
  answer.end(asked.method === "HEAD" ? undefined : body);
};

/** `Range: bytes=N-` is all that resuming needs. */
const sendNar = async (
  asked: http.IncomingMessage,
  answer: http.ServerResponse,
  { path, narSize }: PathInfo,
): Promise<void> => {
  const [, digits] = /^bytes=(\d{1,15})-$/.exec(asked.headers.range ?? "") ?? [];
  const from = digits === undefined || Number(digits) >= narSize ? 0 : Number(digits);
  answer.writeHead(from > 0 ? 206 : 200, {
    "content-type": "application/x-nix-nar",
    "content-length": narSize - from,
    "accept-ranges": "bytes",
    ...(from > 0 && { "content-range": `bytes ${from}-${narSize - 1}/${narSize}` }),
  });
  if (asked.method === "HEAD") answer.end();
  else
    await pipeline(
      Readable.from(skipping(narPieces(absolutePath(path)), from), { objectMode: false }),
      answer,
    );
};

function* skipping(pieces: Iterable<Uint8Array>, from: number): Generator<Uint8Array> {
  let at = 0;
  for (const piece of pieces) {
    if (at + piece.length > from) yield piece.subarray(Math.max(0, from - at));
    at += piece.length;
  }
}

/** Too late for another status once the NAR has begun: the connection breaks, and the other side sees that it did. */
const fail = (answer: http.ServerResponse, error: unknown): void => {
  if (answer.headersSent || answer.destroyed) answer.destroy();
  else
    answer
      .writeHead(500, { "content-type": "text/plain" })
      .end(`${error instanceof LaresError ? error.message : "failed"}\n`);
};

const cannotListen = ({ host, port }: ServeOptions, error: unknown): LaresError =>
  new LaresError({
    code: "cannot-listen",
    message: `cannot listen at ${host} port ${port}`,
    details: [error instanceof Error ? error.message : String(error)],
    hint:
      errnoOf(error) === "EADDRINUSE"
        ? "another program listens there: choose another --port"
        : "choose another --host or --port",
    cause: error,
  });
