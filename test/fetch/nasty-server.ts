/** A server that does to a download what servers do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface NastyServer {
  readonly url: (path: string) => string;
  /** What was asked, in order: `GET /path`, with the range where there was one. */
  readonly asked: string[];
  readonly headers: IncomingMessage["headers"][];
  on(path: string, answer: (request: IncomingMessage, response: ServerResponse, nth: number) => void): void;
  stop(): Promise<void>;
}

export const startServer = async (): Promise<NastyServer> => {
  const answers = new Map<
    string,
    (request: IncomingMessage, response: ServerResponse, nth: number) => void
  >();
  const counts = new Map<string, number>();
  const asked: string[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(
      `${request.method} ${path}${request.headers.range === undefined ? "" : ` ${request.headers.range}`}`,
    );
    headers.push(request.headers);
    const nth = (counts.get(path) ?? 0) + 1;
    counts.set(path, nth);
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end("no such file");
    else answer(request, response, nth);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    asked,
    headers,
    on: (path, answer) => void answers.set(path, answer),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

/** Answers ranges as a good server does. */
export const serveRange = (
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  etag = '"1"',
): void => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const same = request.headers["if-range"] === undefined || request.headers["if-range"] === etag;
  if (from === 0 || !same) response.writeHead(200, { "content-length": bytes.length, etag }).end(bytes);
  else
    response
      .writeHead(206, { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`, etag })
      .end(bytes.subarray(from));
};
