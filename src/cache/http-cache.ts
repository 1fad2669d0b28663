/** A binary cache behind a web server: `https://cache.example.org`; `https://user:password@…` or ~/.netrc where it asks. */
import { homedir } from "node:os";
import { join } from "node:path";
import { LaresError } from "../base/errors.ts";
import { type HttpResponse, readBody, readResuming, request, requestWhole } from "../fetch/http.ts";
import { contentPieces } from "../system/contents.ts";
import { readTextIfAny } from "../system/files.ts";
import { type CacheContent, type CacheFiles, notInCache, smallFileLimit } from "./cache-files.ts";

export const openHttpCache = (url: URL): CacheFiles => {
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  const authorization = credentialsFor(url);
  return filesOverHttp({
    shown: base,
    urlOf: (name) => `${base}/${name}`,
    authorize: async () => (authorization === undefined ? {} : { authorization }),
  });
};

export interface HttpFolder {
  readonly shown: string;
  readonly urlOf: (name: string) => string;
  /** Headers that prove who asks. */
  readonly authorize: (
    method: "GET" | "HEAD" | "PUT" | "POST",
    url: string,
    content?: Pick<CacheContent, "sha256">,
  ) => Promise<Readonly<Record<string, string>>>;
}

/** Any folder that answers GET, HEAD and, to be written to, PUT. */
export const filesOverHttp = ({ shown, urlOf, authorize }: HttpFolder): CacheFiles => {
  const ask = (method: "GET" | "HEAD" | "PUT", name: string, signal: AbortSignal, content?: CacheContent) => {
    const url = urlOf(name);
    return { url, method, signal, authorize: () => authorize(method, url, content) } as const;
  };
  return {
    url: shown,
    parallel: 24,
    isRemote: true,
    read: async (name, signal) => {
      const response = await requestWhole(ask("GET", name, signal), smallFileLimit);
      if (response.status === 200) return response.bytes;
      if (absent.has(response.status)) return undefined;
      throw refused(shown, name, response);
    },
    stream: (name, signal) =>
      readResuming(ask("GET", name, signal), (response) =>
        absent.has(response.status) ? notInCache(shown, name) : refused(shown, name, response),
      ),
    has: async (name, signal) => {
      const response = await request(ask("HEAD", name, signal));
      response.body.resume();
      if (response.status === 200) return true;
      if (absent.has(response.status)) return false;
      throw refused(shown, name, response);
    },
    write: async (name, content, signal) => {
      const { from, size, type } = content;
      const response = await request({
        ...ask("PUT", name, signal, content),
        headers: { "content-type": type, "content-length": `${size}` },
        body: () => (from instanceof Uint8Array ? from : later(contentPieces(from))),
      });
      const answer = (await readBody(response, smallFileLimit)).toString("utf8");
      if (response.status < 200 || response.status > 299) throw refused(shown, name, response, answer);
    },
  };
};

/** Buckets that may not be listed say 403 for what they do not have. */
const absent: ReadonlySet<number> = new Set([403, 404, 410]);

async function* later(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

export const refused = (
  shown: string,
  name: string,
  { status, headers }: Pick<HttpResponse, "status" | "headers">,
  answer = "",
): LaresError => {
  const region = headers["x-amz-bucket-region"];
  return new LaresError({
    code: "cache-refused",
    message: `the cache ${shown} answers ${status} for ${name}`,
    details: answer.trim() === "" ? [] : [answer.trim().slice(0, 300)],
    hint:
      region !== undefined && (status === 301 || status === 400)
        ? `the bucket lies elsewhere: write region=${String(region)}`
        : (hints[status] ?? "look at the server's log"),
  });
};

const hints: Readonly<Record<number, string>> = {
  401: "it wants to know who asks: give user and password in the address, or in ~/.netrc",
  403: "it does not let you do that: check the credentials and what they allow",
  405: "it cannot be written to by PUT: push to where its files lie (file://, s3://)",
  413: "it takes no file of that size: raise its limit (nginx: client_max_body_size)",
  501: "it cannot be written to by PUT: push to where its files lie (file://, s3://)",
};

/** `Basic …`, from the address or else from ~/.netrc. */
const credentialsFor = ({ username, password, hostname }: URL): string | undefined => {
  if (username !== "") return basic(decodeURIComponent(username), decodeURIComponent(password));
  const text = readTextIfAny(process.env.NETRC ?? join(process.env.HOME ?? homedir(), ".netrc"));
  const entry = text === undefined ? undefined : netrcEntry(text, hostname);
  return entry && basic(entry.login, entry.password);
};

const basic = (user: string, secret: string): string =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;

/** Words `machine HOST login USER password SECRET`, in any layout; `default` stands for every host. */
const netrcEntry = (text: string, host: string): { login: string; password: string } | undefined => {
  const words = text.replace(/^\s*#.*$/gm, "").split(/\s+/);
  const start = words.findIndex(
    (word, at) => word === "default" || (word === "machine" && words[at + 1] === host),
  );
  if (start < 0) return undefined;
  const rest = words.slice(start + 1);
  const end = rest.findIndex((word) => word === "machine" || word === "default");
  const own = end < 0 ? rest : rest.slice(0, end);
  const value = (name: string): string | undefined => own[own.indexOf(name) + 1];
  if (!own.includes("login") || !own.includes("password")) return undefined;
  return { login: value("login") ?? "", password: value("password") ?? "" };
};
