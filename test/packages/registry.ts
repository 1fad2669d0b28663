/** A small npm registry on the loopback interface, whose packages a test writes down. */
import { createHash } from "node:crypto";
import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

export interface TestPackage {
  readonly name: string;
  readonly version: string;
  /** Beside package.json; a text with `#!` at its start is executable. */
  readonly files?: Readonly<Record<string, string>>;
  /** What package.json says beside name and version. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly published?: string;
  /** In place of a tarball. */
  readonly bytes?: Buffer;
  /** Only the hash that old packages have. */
  readonly sha1Only?: boolean;
}

export interface Registry {
  readonly url: string;
  /** What was asked for, in order: `GET /prettier`. */
  readonly asked: string[];
  /** Packages from now on. */
  serve(packages: readonly TestPackage[]): Promise<void>;
  stop(): Promise<void>;
}

export interface RegistryOptions {
  readonly token?: string;
  /** What every request has to carry. */
  readonly authorization?: string | undefined;
  /** Speaks https with these, in PEM; `clientAuthority`: whose certificates a client has to show. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly clientAuthority?: string };
  /** What the registry calls itself. */
  readonly host?: string;
}

export const startRegistry = async (
  packages: readonly TestPackage[],
  { token, authorization = token && `Bearer ${token}`, tls, host = "127.0.0.1" }: RegistryOptions = {},
): Promise<Registry> => {
  const asked: string[] = [];
  let tarballs = new Map<string, Buffer>();
  let documents = new Map<string, object>();
  const answer: http.RequestListener = (request, response) => {
    const path = decodeURIComponent(request.url ?? "").split("?")[0]!;
    asked.push(`${request.method} ${path}`);
    if (authorization !== undefined && request.headers.authorization !== authorization)
      return void response.writeHead(401).end("{}");
    const tarball = tarballs.get(path);
    if (tarball !== undefined) return void response.end(tarball);
    const document = documents.get(path);
    if (document === undefined) return void response.writeHead(404).end("{}");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(document));
  };
  const { clientAuthority, ...pair } = tls ?? {};
  const server =
    tls === undefined
      ? http.createServer(answer)
      : https.createServer(
          { ...pair, ...(clientAuthority && { ca: clientAuthority, requestCert: true }) },
          answer,
        );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http${tls === undefined ? "" : "s"}://${host}:${(server.address() as AddressInfo).port}/`;
  const serve = async (next: readonly TestPackage[]): Promise<void> => {
    ({ tarballs, documents } = await publish(url, next));
  };
  await serve(packages);
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, asked, serve, stop };
};

const publish = async (url: string, packages: readonly TestPackage[]) => {
  const tarballs = new Map<string, Buffer>();
  const documents = new Map<string, any>();
  for (const one of packages) {
    const { name, version, published = "2024-01-01T00:00:00.000Z", manifest = {} } = one;
    const path = `/${name}/-/${name.slice(name.indexOf("/") + 1)}-${version}.tgz`;
    const bytes = one.bytes ?? (await tarballOf(one));
    tarballs.set(path, bytes);
    const document = documents.get(`/${name}`) ?? { name, versions: {}, time: {}, "dist-tags": {} };
    const hash = (algorithm: string, form: "hex" | "base64") =>
      createHash(algorithm).update(bytes).digest(form);
    document.versions[version] = {
      name,
      version,
      ...manifest,
      dist: {
        tarball: `${url}${path.slice(1)}`,
        shasum: hash("sha1", "hex"),
        ...(one.sha1Only !== true && { integrity: `sha512-${hash("sha512", "base64")}` }),
      },
    };
    document.time[version] = published;
    document["dist-tags"].latest = version;
    documents.set(`/${name}`, document);
  }
  return { tarballs, documents };
};

const tarballOf = async ({ name, version, files = {}, manifest = {} }: TestPackage): Promise<Buffer> => {
  const archive = pack();
  const entry = (path: string, text: string) =>
    archive.entry(
      { name: `package/${path}`, mode: text.startsWith("#!") ? 0o755 : 0o644, mtime: new Date(499162500000) },
      text,
    );
  entry("package.json", JSON.stringify({ name, version, ...manifest }));
  for (const [path, text] of Object.entries(files)) entry(path, text);
  archive.finalize();
  return gzipSync(Buffer.concat(await Array.fromAsync(archive as AsyncIterable<Buffer>)));
};
