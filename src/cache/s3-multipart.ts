/**
 * Large objects put into an object store part by part: S3's multipart upload. A part that has arrived is written down beside
 * the packed NAR, so that the next push goes on after it. Nothing is to be seen in the bucket before all of it is there.
 *
 *   POST KEY?uploads                          begins; the answer has an UploadId
 *   PUT  KEY?partNumber=N&uploadId=ID         a part; the answer's ETag names what arrived
 *   POST KEY?uploadId=ID                      ends, with the list of parts and ETags
 */
import * as crypto from "node:crypto";
import { inParallel } from "../base/in-parallel.ts";
import { type HttpRequest, type HttpResponse, readBody, request } from "../fetch/http.ts";
import { filePieces } from "../system/contents.ts";
import { replaceFile } from "../system/durable.ts";
import { readTextIfAny, unlink } from "../system/files.ts";
import { type CacheContent, smallFileLimit } from "./cache-files.ts";
import { type HttpFolder, refused } from "./http-cache.ts";

export interface PartSizes {
  /** Bytes from which on an object goes up in parts. */
  readonly threshold: number;
  /** Bytes of a part at least; all but the last of one upload have the same size. */
  readonly part: number;
}

/** What Amazon takes. */
const mostParts = 10_000;

export interface PartUpload {
  readonly folder: HttpFolder;
  readonly name: string;
  readonly content: CacheContent;
  readonly sizes: PartSizes;
  readonly signal: AbortSignal;
  readonly has: () => Promise<boolean>;
}

/** The content whole under its name, or nothing. Throws `cache-refused`, `unreachable`. */
export const uploadInParts = async (upload: PartUpload): Promise<void> => {
  const begun = readRecord(upload);
  if (begun !== undefined && (await finished(upload, begun))) return;
  const fresh = await begin(upload);
  if (await finished(upload, fresh)) return;
  throw refused(upload.folder.shown, upload.name, gone);
};

/** What is known of an upload under way; written down as JSON. */
interface Begun {
  readonly id: string;
  readonly size: number;
  readonly part: number;
  /** By the number of the part. */
  readonly tags: Readonly<Record<string, string>>;
}

const begin = async (upload: PartUpload): Promise<Begun> => {
  const { content, sizes } = upload;
  const answer = await ask(upload, "uploads=", "POST", { "content-type": content.type });
  const [, id] = /<UploadId>([^<]+)<\/UploadId>/.exec(answer.text) ?? [];
  if (answer.status !== 200 || id === undefined) throw refusedPart(upload, answer);
  const least = Math.ceil(content.size / mostParts / mebibyte) * mebibyte;
  const record: Begun = {
    id: unescaped(id),
    size: content.size,
    part: Math.max(sizes.part, least),
    tags: {},
  };
  writeRecord(upload, record);
  return record;
};

const mebibyte = 2 ** 20;

/** False where the server knows nothing of the upload any more. */
const finished = async (upload: PartUpload, record: Begun): Promise<boolean> => {
  const tags: Record<string, string> = { ...record.tags };
  const all = Array.from({ length: Math.ceil(record.size / record.part) }, (_, at) => at + 1);
  const missing = all.filter((number) => tags[number] === undefined);
  let isKnown = true;
  await inParallel(missing, partsAtOnce, async (number) => {
    const tag = isKnown ? await sendPart(upload, record, number) : undefined;
    if (tag === undefined) isKnown = false;
    else {
      tags[number] = tag;
      writeRecord(upload, { ...record, tags });
    }
  });
  const ended =
    isKnown &&
    (await complete(
      upload,
      record,
      all.map((number) => tags[number]!),
    ));
  removeRecord(upload);
  return ended;
};

const partsAtOnce = 3;

/** Its ETag; undefined where the upload is gone. */
const sendPart = async (
  upload: PartUpload,
  { id, part, size }: Begun,
  number: number,
): Promise<string | undefined> => {
  const start = (number - 1) * part;
  const length = Math.min(part, size - start);
  const pieces = (): Iterable<Uint8Array> => rangeOf(upload.content, start, length);
  const hash = crypto.createHash("sha256");
  for (const piece of pieces()) hash.update(piece);
  const query = `partNumber=${number}&uploadId=${encodeURIComponent(id)}`;
  const answer = await ask(
    upload,
    query,
    "PUT",
    { "content-length": `${length}` },
    {
      sha256: hash.digest(),
      body: () => later(pieces()),
    },
  );
  if (isGone(answer)) return undefined;
  const { etag } = answer.response.headers;
  if (answer.status !== 200 || etag === undefined) throw refusedPart(upload, answer);
  return etag;
};

/** An error may come in an answer that began as a success; and an end that was not heard of is none. */
const complete = async (upload: PartUpload, { id }: Begun, tags: readonly string[]): Promise<boolean> => {
  const parts = tags.map(
    (tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`,
  );
  const xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";
  const text = Buffer.from(
    `<CompleteMultipartUpload xmlns="${xmlns}">${parts.join("")}</CompleteMultipartUpload>`,
  );
  const headers = { "content-type": "application/xml", "content-length": `${text.length}` };
  const answer = await ask(upload, `uploadId=${encodeURIComponent(id)}`, "POST", headers, {
    sha256: crypto.hash("sha256", text, "buffer"),
    body: () => text,
  });
  if (isGone(answer)) return await upload.has();
  if (answer.status !== 200 || answer.text.includes("<Error>")) throw refusedPart(upload, answer);
  return true;
};

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly response: HttpResponse;
}

const ask = async (
  { folder, name, signal }: PartUpload,
  query: string,
  method: "POST" | "PUT",
  headers: Readonly<Record<string, string>>,
  content?: { readonly sha256: Uint8Array; readonly body: NonNullable<HttpRequest["body"]> },
): Promise<Answer> => {
  const url = `${folder.urlOf(name)}?${query}`;
  const response = await request({
    url,
    method,
    signal,
    headers,
    authorize: () => folder.authorize(method, url, content),
    patience: longestSilence,
    ...(content !== undefined && { body: content.body }),
  });
  const text = (await readBody(response, smallFileLimit)).toString("utf8");
  return { status: response.status, text, response };
};

/** Milliseconds: a server puts thousands of parts together before it answers. */
const longestSilence = 300_000;

const isGone = ({ status, text }: Answer): boolean => status === 404 && text.includes("NoSuchUpload");

const gone = { status: 404, headers: {} };

const refusedPart = ({ folder, name }: PartUpload, { response, text }: Answer) =>
  refused(folder.shown, name, response, text);

const rangeOf = ({ from }: CacheContent, start: number, length: number): Iterable<Uint8Array> =>
  from instanceof Uint8Array ? [from.subarray(start, start + length)] : filePieces(from, start, length);

async function* later(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const unescaped = (text: string): string => text.replaceAll("&lt;", "<").replaceAll("&amp;", "&");

const readRecord = ({ content: { record, size } }: PartUpload): Begun | undefined => {
  const text = record === undefined ? undefined : readTextIfAny(record);
  if (text === undefined) return undefined;
  try {
    const known = JSON.parse(text) as Begun;
    return known.size === size && typeof known.id === "string" && known.part > 0 ? known : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const writeRecord = ({ content: { record } }: PartUpload, known: Begun): void => {
  if (record !== undefined) replaceFile(record, JSON.stringify(known), { mode: 0o600 });
};

const removeRecord = ({ content: { record } }: PartUpload): void => {
  if (record !== undefined && readTextIfAny(record) !== undefined) unlink(record);
};
