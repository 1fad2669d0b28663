/**
 * HTTP requests as everything in Lares makes them: connections kept open, redirects followed, failures that may pass
 * tried again with growing pauses, proxies of the environment (`https_proxy`, `no_proxy`) used. Over node:http, whose
 * loading costs a fraction of what the global `fetch` does.
 */
import type * as http from "node:http";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { LaresError } from "../base/errors.ts";

export interface HttpRequest {
  readonly url: string;
  readonly method?: "GET" | "HEAD" | "PUT" | "POST";
  /** Sent to the first host only where they carry credentials (`authorization`, `cookie`, `x-amz-*`). */
  readonly headers?: Readonly<Record<string, string>>;
  /** More headers, made anew for each try, for the first host alone: a signature with the time in it. */
  readonly authorize?: () => Promise<Readonly<Record<string, string>>>;
  /** Called again for each try. */
  readonly body?: () => Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  /** The way to an address, where it is another than the environment says: a proxy, certificates. */
  readonly agent?: Route;
  /** Tries in all; 5 unless said otherwise. */
  readonly tries?: number;
  /** Milliseconds without a byte after which a try counts as failed; 30 seconds unless said otherwise. */
  readonly patience?: number;
}

/** Asked for each address on the way, those of redirects too. */
export type Route = (url: string) => http.Agent;

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Where it came from in the end, after redirects. */
  readonly url: string;
  /** Has to be read to its end, or destroyed. */
  readonly body: Readable;
}

/**
 * Gives the answer whatever its status, but for 408, 425, 429 and 5xx, which are tried again and given when they stay.
 * Throws `unreachable` where no answer comes at all, and the signal's reason where that is aborted.
 */
export const request = async (asked: HttpRequest): Promise<HttpResponse> => {
  const tries = asked.tries ?? usualTries;
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await followed(asked);
      if (attempt >= tries || !passing.has(response.status)) return response;
      response.body.destroy();
      await pause(attempt, asked.signal, retryAfter(response.headers));
    } catch (error) {
      asked.signal.throwIfAborted();
      if (error instanceof LaresError) throw error;
      if (attempt >= tries || !mayPass(error)) throw unreachable(asked.url, error, attempt);
      await pause(attempt, asked.signal);
    }
  }
};

/**
 * The whole body of an answer; throws `too-large` beyond `limit` bytes. By events: an iterator of a stream takes as long
 * for a small body as the network does.
 */
export const readBody = ({ body, url }: HttpResponse, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    body.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size > limit) body.destroy(tooLarge(url, limit));
      else pieces.push(piece);
    });
    body.on("end", () => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, size)));
    body.on("error", reject);
    body.on("close", () => reject(new Error("the connection was closed in the middle of an answer")));
  });

/** An answer with its body of `limit` bytes at most; asked for again where the line breaks in the middle of it. */
export const requestWhole = async (
  asked: HttpRequest,
  limit: number,
): Promise<Omit<HttpResponse, "body"> & { readonly bytes: Buffer }> => {
  for (let attempt = 1; ; attempt++) {
    const { body, ...about } = await request(asked);
    try {
      return { ...about, bytes: await readBody({ ...about, body }, limit) };
    } catch (error) {
      asked.signal.throwIfAborted();
      if (error instanceof LaresError) throw error;
      if (attempt >= (asked.tries ?? usualTries)) throw unreachable(asked.url, error, attempt);
      await pause(attempt, asked.signal);
    }
  }
};

const tooLarge = (url: string, limit: number): LaresError =>
  new LaresError({
    code: "too-large",
    message: `${shownUrl(url)} is larger than anything that belongs there`,
    details: [`more than ${limit} bytes`],
    hint: "look with a browser or curl what that server answers",
  });

/**
 * The bytes of a file, which go on from where they were (`Range`) when the line breaks. Throws `unreachable`, or what
 * `refuse` makes of another status than 200. `onTotal` is told how many bytes there will be, before the first of them,
 * where the server says so.
 */
export async function* readResuming(
  asked: HttpRequest,
  refuse: (response: HttpResponse) => Error,
  onTotal: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  let at = 0;
  let tag: string | undefined;
  for (let failures = 0; ; ) {
    const response = await request(
      at === 0 ? asked : { ...asked, headers: rangeFrom(at, tag, asked.headers) },
    );
    const start = startOf(response);
    if (start === undefined || start > at) {
      response.body.destroy();
      throw refuse(response);
    }
    tag ??= strongTag(response.headers);
    try {
      const total = totalOf(response);
      if (at === 0 && total !== undefined) onTotal(total);
      let position = start;
      for await (const piece of response.body as AsyncIterable<Buffer>) {
        const fresh = piece.subarray(Math.max(0, at - position));
        position += piece.length;
        if (fresh.length === 0) continue;
        at += fresh.length;
        failures = 0;
        yield fresh;
      }
      return;
    } catch (error) {
      asked.signal.throwIfAborted();
      if (error instanceof LaresError) throw error;
      failures++;
      if (!mayPass(error) || failures >= (asked.tries ?? usualTries))
        throw unreachable(asked.url, error, failures);
      await pause(failures, asked.signal);
    } finally {
      response.body.destroy();
    }
  }
}

/** `user:secret@` is never printed. */
export const shownUrl = (text: string): string => text.replace(/^([a-z0-9]+:\/\/)[^/@]*@/i, "$1");

const usualTries = 5;
const usualPatience = 30_000;
const mostRedirects = 8;
const firstPause = 200;
const longestPause = 20_000;

const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

const followed = async (asked: HttpRequest): Promise<HttpResponse> => {
  let url = asked.url;
  for (let hops = 0; ; hops++) {
    const response = await once({ ...asked, url, headers: await headersFor(asked, url) });
    const { location } = response.headers;
    if (!redirects.has(response.status) || location === undefined) return response;
    response.body.destroy();
    const next = new URL(location, url);
    if (hops >= mostRedirects) throw badRedirect(asked.url, "leads in a circle, or through too many others");
    if (next.protocol !== "https:" && !(next.protocol === "http:" && url.startsWith("http:")))
      throw badRedirect(asked.url, `leads to ${next.protocol}//, where nothing protects the transfer`);
    url = next.href;
  }
};

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What proves who asks is for the host that was named, and for no other. */
const headersFor = async (
  { headers = {}, authorize, url }: HttpRequest,
  to: string,
): Promise<Readonly<Record<string, string>>> => {
  if (new URL(url).origin === new URL(to).origin) return { ...headers, ...(await authorize?.()) };
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecret.test(name)));
};

const isSecret = /^(authorization|cookie|proxy-authorization|x-amz-.*)$/i;

const once = (asked: HttpRequest) =>
  new Promise<HttpResponse>((resolve, reject) => {
    const { url, method = "GET", headers, body, signal, patience = usualPatience } = asked;
    const secure = url.startsWith("https:");
    const content = body?.();
    const sent = moduleFor(secure).request(url, {
      method,
      headers: { "user-agent": "lares", ...headers },
      agent: asked.agent?.(url) ?? agentFor(secure),
      signal,
      timeout: patience,
    });
    let answer: http.IncomingMessage | undefined;
    sent.on("timeout", () =>
      (answer ?? sent).destroy(new Error(`nothing came for ${patience / 1000} seconds`)),
    );
    sent.on("error", reject);
    sent.on("response", (response) => {
      answer = response;
      response.on("error", () => {});
      resolve({ status: response.statusCode ?? 0, headers: response.headers, url, body: response });
    });
    if (content === undefined) sent.end();
    else if (content instanceof Uint8Array) sent.end(content);
    else
      Readable.from(content, { objectMode: false })
        .on("error", (error) => sent.destroy(error))
        .pipe(sent);
  });

/** An `import` of these reads all that they export, and with it loads the whole of the global `fetch`: 12 ms. */
const moduleFor = (secure: boolean) => process.getBuiltinModule(secure ? "node:https" : "node:http");

const agents = new Map<boolean, http.Agent>();

const agentFor = (secure: boolean): http.Agent => {
  const known = agents.get(secure);
  if (known !== undefined) return known;
  const options = { keepAlive: true, maxSockets: 32, proxyEnv: process.env };
  const made = new (moduleFor(secure).Agent)(options);
  agents.set(secure, made);
  return made;
};

/** Certificates and addresses that do not parse will be no better the next time. */
const mayPass = (error: unknown): boolean => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return !(
    isUntrusted(error) ||
    /ERR_INVALID|ERR_UNESCAPED|ENOTFOUND|EACCES/.test(code) ||
    error instanceof TypeError
  );
};

/** Whether it is about whom the other side says that it is. */
const isUntrusted = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /CERT|SSL|TLS|UNABLE_TO_VERIFY/.test(String(error.code));

const pause = async (attempt: number, signal: AbortSignal, wanted?: number): Promise<void> => {
  const growing = firstPause * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  await sleep(Math.min(wanted ?? growing, longestPause), undefined, { signal });
};

/** Milliseconds, from a number of seconds or a date. */
const retryAfter = (headers: http.IncomingHttpHeaders): number | undefined => {
  const text = headers["retry-after"] ?? "";
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
};

const rangeFrom = (
  at: number,
  tag: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  ...headers,
  range: `bytes=${at}-`,
  ...(tag !== undefined && { "if-range": tag }),
});

const strongTag = ({ etag }: http.IncomingHttpHeaders): string | undefined =>
  etag === undefined || etag.startsWith("W/") ? undefined : etag;

/** The position of the first byte of an answer: 0 of a whole file; undefined where it holds no bytes of it. */
const startOf = ({ status, headers }: HttpResponse): number | undefined => {
  if (status === 200) return 0;
  const [, from] = (status === 206 && /^bytes (\d+)-/.exec(headers["content-range"] ?? "")) || [];
  return from === undefined ? undefined : Number(from);
};

const totalOf = ({ status, headers }: HttpResponse): number | undefined => {
  if (headers["content-encoding"] !== undefined) return undefined;
  const text = status === 206 ? headers["content-range"]?.replace(/^.*\//, "") : headers["content-length"];
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined;
};

const badRedirect = (url: string, why: string): LaresError =>
  new LaresError({
    code: "bad-redirect",
    message: `${shownUrl(url)} ${why}`,
    hint: "use the address that it leads to in the end, if you trust that",
  });

const unreachable = (url: string, error: unknown, tries: number): LaresError =>
  new LaresError({
    code: "unreachable",
    message: `${new URL(url).host} cannot be reached`,
    details: [reasonOf(error), `${shownUrl(url)}${tries > 1 ? `, ${tries} tries` : ""}`],
    hint: isUntrusted(error)
      ? "where a certificate of your own is used, name its authority: NODE_EXTRA_CA_CERTS=FILE, or cafile=FILE in .npmrc for packages of npm"
      : "check the network, the address, and the proxy (https_proxy, no_proxy) where there is one",
    cause: error,
  });

/** Where every address of a host fails there is one error of several, with no words of its own. */
const reasonOf = (error: unknown): string =>
  error instanceof AggregateError
    ? [...new Set(error.errors.map(reasonOf))].join("; ")
    : error instanceof Error
      ? error.message
      : String(error);
