import { dirname, resolve } from "node:path";
import { type ExitCode, exitCode, LaresError } from "../../base/errors.ts";
import { below, type StorePath } from "../../base/paths.ts";
import { narCompressions } from "../../format/narinfo.ts";
import { storePathOf } from "../../format/store-path.ts";
import { openStore } from "../../store/open-store.ts";
import type { LocalStore } from "../../store/store.ts";
import { readlink, realPath } from "../../system/files.ts";
import { findPlaces, type Places } from "../../system/places.ts";
import { partNamed, usageError } from "../arguments.ts";
import { declareCommand, type InvocationOf, oneOf, reporting, text, wholeNumber } from "../command.ts";
import { untilInterrupted } from "../interrupted.ts";
import { alignColumns } from "../render/layout.ts";
import { shortPath } from "../render/paths.ts";
import { printable } from "../render/printable.ts";
import { counted, sizeForPeople } from "../render/quantities.ts";

export const command = declareCommand({
  name: "cache",
  usage: [
    "push URL PATH… [--key FILE] [--compression KIND] [--jobs N]",
    "pull URL PATH… [--trusted-key KEYS] [--jobs N]",
    "info URL [PATH…] [--trusted-key KEYS]",
    "keygen NAME [--out FILE]",
    "serve [--host ADDRESS] [--port N] [--key FILE]",
  ],
  description: [
    "Works with binary caches, in the layout of Nix. A URL is https://…, http://…, file:///FOLDER or " +
      "s3://BUCKET?region=…&endpoint=…; a PATH is an object of the store or a link to one, such as ~/.lares or result.",
    "push uploads paths with all that they need, signed with the secret key, and only what is missing there. pull makes paths " +
      "valid here, if a trusted key signed them or they are named by their contents. info tells what a cache says of itself and of paths. " +
      "keygen makes a pair of keys: the secret one goes to FILE, the public one beside it and onto the terminal. " +
      "serve offers this machine's store to others until it is interrupted.",
  ],
  flags: {
    key: text("FILE", "the secret key to sign with", { completes: "file" }),
    trustedKey: text("KEYS", "public keys to believe beside those of the home, with commas between"),
    compression: oneOf("KIND", "how NARs are packed: zstd unless said otherwise", narCompressions),
    jobs: wholeNumber("N", "transfers at the same time", { least: 1 }),
    out: text("FILE", "where keygen writes the secret key", { completes: "file" }),
    host: text("ADDRESS", "the address to serve at: 127.0.0.1 unless said otherwise"),
    port: wholeNumber("N", "the port to serve at: 8080 unless said otherwise, 0 for any"),
    ...reporting,
  },
  positionals: [1, 10_000],
  subcommands: {
    push: "upload paths with all that they need",
    pull: "download paths with all that they need",
    info: "what a cache says of itself and of paths",
    keygen: "make a pair of keys",
    serve: "offer the store of this machine over HTTP",
  },
  examples: [
    ["cache keygen cache.example.org-1 --out ~/cache.secret", "make a pair of keys"],
    ["cache push file:///mnt/cache ~/.lares --key ~/cache.secret", "put the current home into a folder"],
    ["cache push 's3://home?region=eu-central-1' ~/.lares --key ~/cache.secret", "or into a bucket"],
    ["cache serve --host 0.0.0.0 --key ~/cache.secret", "share the store with the local network"],
  ],
  json: "push: { pushed: string[]; present: string[]; bytes: number }; pull: { fetched: string[] }; info: { url: string; storeDir: string; priority: number; wantMassQuery: boolean; paths: { path: string; narHash: string; narSize: number; downloadSize?: number; compression: string; references: string[]; signatures: string[]; trusted: boolean; why?: string }[]; missing: string[] }; keygen: { name: string; publicKey: string; secretKey?: string; file?: string }; serve: { url: string }",
});

type Run = InvocationOf<typeof command>;

export const run = async (invocation: Run): Promise<ExitCode> => {
  const [part, ...rest] = invocation.positionals;
  return await partNamed("cache", parts, part)(findPlaces(), invocation, rest);
};

const push = async (places: Places, { flags, output }: Run, given: readonly string[]): Promise<ExitCode> => {
  const [url, ...named] = urlAndPaths("push", given);
  const [{ openCacheFiles }, { pushPaths }] = await Promise.all([
    import("../../cache/cache-files.ts"),
    import("../../cache/push.ts"),
  ]);
  const keys = await secretKeys(flags.key);
  const files = await openCacheFiles(url);
  const result = await withStore(places, (store) =>
    untilInterrupted((signal) =>
      pushPaths(store, files, objectsOf(store, named), {
        keys,
        compression: flags.compression ?? "zstd",
        parallel: flags.jobs ?? 8,
        aside: below(places.cacheDir, "push"),
        signal,
        onPushed: (path, bytes) => output.detail(`${shortPath(path)}  ${sizeForPeople(bytes)}`),
      }),
    ),
  );
  if (keys.length === 0 && result.pushed.length > 0)
    output.warn(
      "nothing was signed: who reads this cache believes only paths named by their contents (--key FILE)",
    );
  if (output.asJson) output.json(result);
  else
    output.say(
      `${counted(result.pushed.length, "path")} pushed to ${printable(files.url)} (${sizeForPeople(result.bytes)}), ${result.present.length} there before`,
    );
  return exitCode.done;
};

const pull = async (places: Places, { flags, output }: Run, given: readonly string[]): Promise<ExitCode> => {
  const [url, ...named] = urlAndPaths("pull", given);
  const { openBinaryCache } = await import("../../cache/open-substituters.ts");
  const { openCacheFiles } = await import("../../cache/cache-files.ts");
  const { createSubstituter } = await import("../../cache/binary-cache.ts");
  const { fetchClosure } = await import("../../cache/fetch-closure.ts");
  const onWarning = (message: string) => output.warn(printable(message));
  const trustedPublicKeys = await trustedKeys(places, flags.trustedKey);
  const fetched = await withStore(places, (store) =>
    untilInterrupted(async (signal) => {
      const settings = { ...places, trustedPublicKeys, onWarning, signal };
      const cache = await openBinaryCache(await openCacheFiles(url), url, settings);
      return await fetchClosure(store, [createSubstituter(cache)], objectsOf(store, named), {
        signal,
        onWarning,
        ...(flags.jobs !== undefined && { parallel: flags.jobs }),
        onFetched: ({ path, narSize }) => output.detail(`${shortPath(path)}  ${sizeForPeople(narSize)}`),
      });
    }),
  );
  if (output.asJson) output.json({ fetched });
  else
    output.say(
      fetched.length === 0 ? "all of it is here already" : `${counted(fetched.length, "path")} fetched`,
    );
  return exitCode.done;
};

const info = async (places: Places, { flags, output }: Run, given: readonly string[]): Promise<ExitCode> => {
  const [url, ...named] = urlAndPaths("info", given, 0);
  const { describeCache } = await import("../../cache/describe-cache.ts");
  const trustedPublicKeys = await trustedKeys(places, flags.trustedKey);
  const found = await withStore(places, (store) =>
    untilInterrupted((signal) =>
      describeCache(url, objectsOf(store, named), {
        storeDir: places.storeDir,
        trustedPublicKeys,
        signal,
      }),
    ),
  );
  if (output.asJson) output.json(found);
  else {
    output.print(printable(found.url));
    const isOther = found.storeDir !== places.storeDir;
    const about = [
      [
        "store",
        `${shortPath(found.storeDir)}${isOther ? " (another than yours: nothing can be taken from it)" : ""}`,
      ],
      ["priority", `${found.priority}`],
    ];
    for (const line of alignColumns(about, { indent: "  " })) output.print(line);
    for (const { path, narSize, downloadSize, compression, trusted, why } of found.paths)
      output.print(
        `${shortPath(path)}: ${sizeForPeople(narSize)}, ${downloadSize === undefined ? "" : `${sizeForPeople(downloadSize)} `}${compression}, ${trusted ? "trusted" : `not trusted: it has ${printable(why ?? "")}`}`,
      );
    for (const path of found.missing) output.print(`${shortPath(path)}: not there`);
  }
  return found.missing.length > 0 || found.paths.some(({ trusted }) => !trusted)
    ? exitCode.failed
    : exitCode.done;
};

const keygen = async (_: Places, { flags, output }: Run, given: readonly string[]): Promise<ExitCode> => {
  const [name, ...more] = given;
  if (name === undefined || more.length > 0)
    throw usageError("lares cache keygen takes one name", [], "see lares help cache");
  if (flags.out === undefined) {
    const { generateKeys } = await import("../../format/signature.ts");
    const keys = generateKeys(name);
    if (output.asJson) output.json({ name, publicKey: keys.public, secretKey: keys.secret });
    else for (const line of [`secret: ${keys.secret}`, `public: ${keys.public}`]) output.print(line);
    return exitCode.done;
  }
  const { writeKeyFiles } = await import("../../cache/key-files.ts");
  const file = resolve(flags.out);
  const keys = writeKeyFiles(name, file);
  if (output.asJson) output.json({ name, publicKey: keys.public, file });
  else {
    output.say(`the secret key is in ${shortPath(file)}; whoever reads your cache needs the public one:`);
    output.print(keys.public);
  }
  return exitCode.done;
};

const serve = async (places: Places, { flags, output }: Run, given: readonly string[]): Promise<ExitCode> => {
  if (given.length > 0) throw usageError("lares cache serve takes no arguments", [], "see lares help cache");
  const { serveStore } = await import("../../cache/serve.ts");
  const keys = await secretKeys(flags.key);
  const store = openStore(places);
  const server = await serveStore(store, {
    host: flags.host ?? "127.0.0.1",
    port: flags.port ?? 8080,
    keys,
    onAnswer: ({ path, status }) => output.detail(`${status} ${printable(path)}`),
  });
  if (output.asJson) output.json({ url: server.url });
  else output.print(`serving the store at ${server.url}`);
  await untilInterrupted(
    (signal) => new Promise((done) => signal.addEventListener("abort", done, { once: true })),
  );
  await server.close();
  store.close();
  return exitCode.done;
};

const parts = { push, pull, info, keygen, serve };

const urlAndPaths = (
  part: string,
  [url, ...paths]: readonly string[],
  least = 1,
): readonly [string, ...string[]] => {
  if (url !== undefined && paths.length >= least) return [url, ...paths];
  throw usageError(`lares cache ${part} needs more than that`, [
    ...command.usage.filter((form) => form.startsWith(part)).map((form) => `usage: lares cache ${form}`),
  ]);
};

const withStore = async <T>(places: Places, work: (store: LocalStore) => Promise<T>): Promise<T> => {
  const store = openStore(places);
  try {
    return await work(store);
  } finally {
    store.close();
  }
};

/** The first object on the way: an object may itself be a link to another one. What is asked of a cache need not be here. */
const objectsOf = (store: LocalStore, given: readonly string[]): readonly StorePath[] =>
  given.map((path) => {
    let at: string = digestAndName.test(path) ? below(store.directory, path) : resolve(path);
    for (let hops = 0; hops < 16; hops++) {
      const found = storePathOf(store.directory, at);
      if (found !== undefined) return found;
      const text = readlink(at);
      if (text === undefined) break;
      at = resolve(dirname(at), text);
    }
    return storePathOf(store.directory, realPath(at) ?? at) ?? notStorePath(path);
  });

const digestAndName = /^[0-9a-df-np-sv-z]{32}-[^/]+$/;

const notStorePath = (path: string): never => {
  throw new LaresError({
    code: "not-in-store",
    message: `${shortPath(path)} is no object of the store`,
    hint: "lares store path-info lists all of them",
  });
};

const secretKeys = async (file: string | undefined) => {
  if (file === undefined) return [];
  const { readSecretKey } = await import("../../cache/key-files.ts");
  return [readSecretKey(resolve(file))];
};

const trustedKeys = async (places: Places, given: string | undefined): Promise<readonly string[]> => {
  const { readKnownCaches } = await import("../../cache/known-caches.ts");
  const more = (given ?? "").split(/[\s,]+/).filter((key) => key !== "");
  return [...new Set([...readKnownCaches(places.varDir).trustedPublicKeys, ...more])];
};
