/**
 * `lares.lock`: what every reference of a configuration stands for, exactly, on every platform.
 *
 *   { "lares.lock": 1,
 *     "names":     bare name → LockedName                where the index led when it was locked
 *     "packages":  reference → LockedPackage
 *     "artefacts": "npm:prettier@3.6.2" → Artefact }     shared by the packages
 *
 * Keys are sorted bytewise, so that two machines that lock the same write the same bytes.
 */
import { LaresError, type Place } from "../base/errors.ts";
import { formatHash, parseHash } from "../format/hash.ts";
import type { Platform } from "./platforms.ts";

export interface LockFile {
  readonly names: Readonly<Record<string, LockedName>>;
  readonly packages: Readonly<Record<string, LockedPackage>>;
  readonly artefacts: Readonly<Record<string, Artefact>>;
}

export interface LockedName {
  /** The reference that the name stands for, by platform. */
  readonly on: Readonly<Partial<Record<Platform, string>>>;
  /** Why there is none on these platforms. */
  readonly unsupported?: Readonly<Partial<Record<Platform, string>>>;
}

export interface LockedPackage {
  readonly source: string;
  /** What the source calls it. */
  readonly name: string;
  readonly version: string;
  /** When the version was published: ISO 8601. */
  readonly published?: string;
  /** Its commands, and where each is in the package. */
  readonly commands: Readonly<Record<string, string>>;
  /** The bare name of the package that runs it. */
  readonly runtime?: string;
  /** Why it cannot be had on these platforms. */
  readonly unsupported?: Readonly<Partial<Record<Platform, string>>>;
}

/** A file to download. */
export interface Artefact {
  /** `sha512-<base64>`. */
  readonly integrity: string;
  /** `tgz` */
  readonly format: string;
  /** Where it is, where that does not follow from its name; relative to the registry where it can be. */
  readonly url?: string;
  /** Bytes once unpacked. */
  readonly unpackedSize?: number;
  /** What a system must have, any of these: `glibc`, `musl`. */
  readonly requires?: readonly string[];
  /** Whether the registry signed it, and whether where it was built is attested. */
  readonly provenance?: readonly ("signature" | "attestation")[];
}

export const emptyLock: LockFile = { names: {}, packages: {}, artefacts: {} };

export const lockFileName = "lares.lock";
const formatVersion = 1;
const formatKey = "lares.lock";

export const printLock = ({ names, packages, artefacts }: LockFile): string => {
  const used = sorted({ names, packages, artefacts: onlyUsed(packages, artefacts) });
  return `${JSON.stringify({ [formatKey]: formatVersion, ...(used as object) }, undefined, 2)}\n`;
};

/** Throws `lock-conflict`, `lock-newer`, `lock-damaged`; `file` is for messages. */
export const parseLock = (text: string, file: string): LockFile => {
  const conflict = /^(<{7}|={7}|>{7})( |$)/m.exec(text);
  if (conflict !== null) throw conflicted({ file, ...placeAt(text, conflict.index) });
  const value = parseJson(text, file);
  const version = isRecord(value) ? value[formatKey] : undefined;
  if (typeof version === "number" && version > formatVersion) throw newer(file, version);
  if (version !== formatVersion)
    throw damaged({ file, line: 1 }, `it does not say "${formatKey}": ${formatVersion}`);
  const fault = faultIn(value as Record<string, unknown>);
  if (fault !== undefined) throw damaged({ file, ...lineOf(text, fault.path) }, fault.what);
  return value as unknown as LockFile;
};

/** All that the packages name; what no package needs any more goes. */
const onlyUsed = (
  packages: LockFile["packages"],
  artefacts: LockFile["artefacts"],
): Record<string, Artefact> => {
  const named = new Set(Object.values(packages).flatMap((locked) => artefactsOf(locked)));
  return Object.fromEntries(Object.entries(artefacts).filter(([name]) => named.has(name)));
};

/** The artefacts of a package on all platforms, by name. Every source keeps them in `tree`. */
export const artefactsOf = (locked: LockedPackage): readonly string[] => {
  const { tree = {} } = locked as LockedPackage & { readonly tree?: Readonly<Record<string, TreeEntry>> };
  return Object.values(tree).map(({ artefact }) => artefact);
};

/** A part of a package: where it goes is its key. */
export interface TreeEntry {
  readonly artefact: string;
  /**
   * The platforms that have it; absent: all that the package supports. Variants (`x86_64-linux-musl`) are named only where
   * it does not follow from the platform that they are variants of: see locked-for.ts.
   */
  readonly on?: readonly Platform[];
}

/** The same text for what would be written the same. */
export const canonicalText = (value: unknown): string => JSON.stringify(sorted(value)) ?? "";

const sorted = (value: unknown): unknown => {
  if (!isRecord(value)) return value;
  const names = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(
    names.filter((name) => value[name] !== undefined).map((name) => [name, sorted(value[name])]),
  );
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [, position] = /position (\d+)/.exec(error.message) ?? [];
    const at = position === undefined ? text.length : Number(position);
    throw damaged({ file, ...placeAt(text, at) }, "it is no JSON there");
  }
};

interface Fault {
  readonly path: readonly string[];
  readonly what: string;
}

/** The first thing that cannot be as it is. */
const faultIn = (lock: Record<string, unknown>): Fault | undefined => {
  for (const part of ["names", "packages", "artefacts"])
    if (!isRecord(lock[part])) return { path: [part], what: `${part} is missing, or no object` };
  const { names, packages, artefacts } = lock as unknown as LockFile;
  return (
    first(Object.entries(artefacts), ([name, artefact]) => artefactFault(name, artefact)) ??
    first(Object.entries(packages), ([name, locked]) => packageFault(name, locked, artefacts)) ??
    first(Object.entries(names), ([name, targets]) => nameFault(name, targets, packages))
  );
};

const artefactFault = (name: string, artefact: unknown): Fault | undefined => {
  const path = ["artefacts", name];
  if (!isRecord(artefact)) return { path, what: "the artefact is no object" };
  const { integrity, format } = artefact;
  const hash = typeof integrity === "string" ? parseHash(integrity) : undefined;
  if (hash === undefined || formatHash(hash, "sri") !== integrity)
    return {
      path: [...path, "integrity"],
      what: `the integrity of ${name} is no hash: ${String(integrity)}`,
    };
  if (!/^[a-z][a-z0-9]*:(?!@?$).+@[^@/]+$/.test(name))
    return { path, what: `${name} is no name of an artefact` };
  if (artefact.url !== undefined && !isUrl(artefact.url))
    return { path: [...path, "url"], what: `the url of ${name} is none` };
  return typeof format === "string" ? undefined : { path, what: `${name} has no format` };
};

const packageFault = (name: string, locked: unknown, artefacts: object): Fault | undefined => {
  const path = ["packages", name];
  if (!isRecord(locked)) return { path, what: "the package is no object" };
  for (const part of ["source", "name", "version"])
    if (typeof locked[part] !== "string" || locked[part] === "")
      return { path, what: `${name} lacks its ${part}` };
  if (!isPlace(locked.name as string))
    return { path: [...path, "name"], what: `the name of ${name} leads out of it` };
  return (
    optionalTextFault(path, locked, "runtime") ??
    optionalTextFault(path, locked, "published") ??
    textsFault([...path, "unsupported"], locked.unsupported ?? {}) ??
    commandsFault([...path, "commands"], locked.commands) ??
    treeFault([...path, "tree"], locked.tree, artefacts) ??
    versionFault(path, locked as unknown as LockedPackage)
  );
};

const optionalTextFault = (
  path: readonly string[],
  record: Record<string, unknown>,
  part: string,
): Fault | undefined =>
  record[part] === undefined || typeof record[part] === "string"
    ? undefined
    : { path: [...path, part], what: `${part} is no text` };

const textsFault = (path: readonly string[], texts: unknown): Fault | undefined =>
  isRecord(texts) && Object.values(texts).every((text) => typeof text === "string")
    ? undefined
    : { path, what: `${path.at(-1)} is no object of texts` };

const commandsFault = (path: readonly string[], commands: unknown): Fault | undefined =>
  textsFault(path, commands) ??
  first(Object.entries(commands as Record<string, string>), ([command, file]) =>
    isPlace(command) && !command.includes("/") && isPlace(file)
      ? undefined
      : { path: [...path, command], what: `the command ${command} leads out of the package` },
  );

const treeFault = (path: readonly string[], tree: unknown, artefacts: object): Fault | undefined => {
  if (!isRecord(tree)) return { path, what: "tree is no object" };
  return first(Object.entries(tree), ([place, entry]) => {
    const at = [...path, place];
    if (!isPlace(place)) return { path: at, what: `${place} leads out of the package` };
    if (!isRecord(entry) || typeof entry.artefact !== "string" || !Object.hasOwn(artefacts, entry.artefact))
      return {
        path: at,
        what: `${place} is made of ${isRecord(entry) ? String(entry.artefact) : "nothing"}, which is not among the artefacts`,
      };
    const { on = [] } = entry;
    return Array.isArray(on) && on.every((one) => typeof one === "string")
      ? undefined
      : { path: at, what: `the platforms of ${place} are no list` };
  });
};

/** What a version is said to be and what is downloaded for it have been edited apart. */
const versionFault = (path: readonly string[], locked: LockedPackage): Fault | undefined => {
  const { tree = {} } = locked as LockedPackage & { readonly tree?: Readonly<Record<string, TreeEntry>> };
  const own = Object.hasOwn(tree, locked.name) ? tree[locked.name]!.artefact : undefined;
  return own === undefined || own.endsWith(`@${locked.version}`)
    ? undefined
    : {
        path: [...path, "version"],
        what: `${path.at(-1)} is said to be ${locked.version}, and made of ${own}`,
      };
};

const nameFault = (name: string, target: unknown, packages: object): Fault | undefined => {
  const path = ["names", name];
  if (!isRecord(target) || !isRecord(target.on)) return { path, what: `${name} leads nowhere` };
  const fault = textsFault([...path, "unsupported"], target.unsupported ?? {});
  if (fault !== undefined) return fault;
  return first(Object.entries(target.on), ([platform, reference]) =>
    typeof reference === "string" && Object.hasOwn(packages, reference)
      ? undefined
      : {
          path: [...path, "on", platform],
          what: `${name} leads to ${String(reference)}, which is not among the packages`,
        },
  );
};

const first = <T>(all: readonly T[], look: (one: T) => Fault | undefined): Fault | undefined => {
  for (const one of all) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Absolute, or relative to a registry. */
const isUrl = (url: unknown): boolean =>
  typeof url === "string" && URL.canParse(url, "https://registry.example.org/");

const isPlace = (place: string): boolean => place !== "" && !/(^|\/)\.{0,2}(\/|$)|\0/.test(place);

/** The line of the last name of a path, each looked for after the one before it. */
const lineOf = (text: string, path: readonly string[]): { line?: number } => {
  let at = 0;
  for (const name of path) {
    const next = text.indexOf(`${JSON.stringify(name)}:`, at);
    if (next < 0) break;
    at = next;
  }
  return at === 0 ? {} : { line: placeAt(text, at).line };
};

const placeAt = (text: string, position: number): { line: number; column: number } => {
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
};

const conflicted = (place: Place): LaresError =>
  new LaresError({
    code: "lock-conflict",
    message: "the lock has the marks of a merge conflict",
    place,
    hint: "take either side whole (git checkout --ours lares.lock), then `lares switch` adds what that side lacks",
  });

const newer = (file: string, version: number): LaresError =>
  new LaresError({
    code: "lock-newer",
    message: `the lock is of version ${version}, and this Lares reads up to ${formatVersion}`,
    place: { file },
    hint: "update Lares on this machine as on the one that wrote the lock",
  });

const damaged = (place: Place, what: string): LaresError =>
  new LaresError({
    code: "lock-damaged",
    message: `the lock cannot be used: ${what}`,
    place,
    hint: "it is written by `lares update` and `lares switch`, not by hand: restore it from version control, or remove it to lock everything anew",
  });
