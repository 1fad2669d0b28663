/**
 * Which machine a home is for. A configuration's `hosts` says what cannot be found out here about the other machines
 * of the same home, and what only one of them imports:
 *
 *     hosts: {
 *       work: { os: "darwin", user: "alice.smith", imports: ["./work.ts"] },
 *       server: { name: "srv-17", home: "/srv/alice" },
 *     }
 *
 * An entry is meant by its key or by its `name`: on that machine, and with `--host KEY` anywhere.
 */
import { LaresError } from "../base/errors.ts";
import type { Host, HostEntry, HostFacts, HostMap } from "../base/host.ts";
import type { ImportedValue } from "./imports.ts";

/** From the command line: `--host` is `name`, `--os` and the like win over the map. */
export interface HostChoice extends HostFacts {}

/** This machine's facts, below those that `hosts` has for it, below those of the command line. */
export const chooseHost = (here: Host, choice: HostChoice = {}, hosts: HostMap = {}): Host => {
  const [key, entry] = entryFor(hosts, choice.name ?? here.name);
  if (
    key === undefined &&
    choice.name !== undefined &&
    choice.name !== here.name &&
    Object.keys(hosts).length > 0
  )
    throw unknownHost(choice.name, hosts);
  const said = {
    ...factsOf({ name: key ?? choice.name }),
    ...factsOf(entry),
    ...factsOf({ ...choice, name: undefined }),
  };
  const host = withOwnLibrary({ ...here, ...said }, here, said);
  return said.home === undefined && (host.user !== here.user || host.os !== here.os)
    ? { ...host, home: usualHome(host) }
    : host;
};

/** What is known of this machine's C library says nothing of another system's. */
const withOwnLibrary = ({ libc, ...host }: Host, here: Host, said: HostFacts): Host => {
  const known = host.os === here.os || said.libc !== undefined ? libc : undefined;
  return { ...host, ...(host.os === "linux" && known !== undefined && { libc: known }) };
};

/** What only this host imports. */
export const hostImports = (hosts: HostMap, host: Host): readonly ImportedValue[] => {
  const [key, entry] = entryFor(hosts, host.name);
  return (entry.imports ?? []).map((value, n) => ({ value, path: ["hosts", key!, "imports", String(n)] }));
};

const entryFor = (hosts: HostMap, name: string): readonly [string | undefined, HostEntry] => {
  if (Object.hasOwn(hosts, name)) return [name, hosts[name]!];
  return Object.entries(hosts).find(([, entry]) => entry.name === name) ?? [undefined, {}];
};

const factsOf = (entry: HostFacts): Partial<Host> =>
  Object.fromEntries(facts.flatMap((fact) => (entry[fact] === undefined ? [] : [[fact, entry[fact]]])));

/** What each fact must be, in words that follow "should be". */
const shapes: { readonly [Fact in keyof Required<Host>]: readonly [string, (value: unknown) => boolean] } = {
  os: ['"linux" or "darwin"', (value) => value === "linux" || value === "darwin"],
  arch: ["a string", isString],
  libc: ['"glibc" or "musl"', (value) => value === "glibc" || value === "musl"],
  name: ["a string", isString],
  user: ["a string", isString],
  home: ["an absolute path", (value) => isString(value) && value.startsWith("/")],
  uid: ["a number", Number.isInteger],
  wsl: ["true or false", isBoolean],
  container: ["true or false", isBoolean],
  shell: ["a string", isString],
};

const facts = Object.keys(shapes) as (keyof Host)[];

export interface HostFault {
  /** From the top of the configuration. */
  readonly path: readonly string[];
  readonly expected: string;
}

/** The first thing in `hosts` that is not what it should be; a fact with a misspelt name too. */
export const faultIn = (hosts: unknown): HostFault | undefined => {
  if (!isRecord(hosts)) return { path: ["hosts"], expected: "a set of hosts" };
  for (const [name, entry] of Object.entries(hosts)) {
    const path = ["hosts", name];
    if (!isRecord(entry)) return { path, expected: "a set of facts" };
    for (const [key, value] of Object.entries(entry)) {
      const expected = expectedOf(key, value);
      if (expected !== undefined) return { path: [...path, key], expected };
    }
  }
  return undefined;
};

const expectedOf = (key: string, value: unknown): string | undefined => {
  if (key === "imports") return Array.isArray(value) ? undefined : "a list";
  if (!Object.hasOwn(shapes, key)) return `one of ${[...facts, "imports"].join(", ")}`;
  const [expected, fits] = shapes[key as keyof Host];
  return value === undefined || fits(value) ? undefined : expected;
};

function isString(value: unknown): value is string {
  return typeof value === "string";
}
function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const usualHome = ({ os, user }: Host): string => {
  if (os === "darwin") return user === "root" ? "/var/root" : `/Users/${user}`;
  return user === "root" ? "/root" : `/home/${user}`;
};

const unknownHost = (name: string, hosts: HostMap): LaresError =>
  new LaresError({
    code: "unknown-host",
    message: `the configuration knows no host ${name}`,
    details: [`its hosts are ${Object.keys(hosts).join(", ")}`],
    hint: "add it to hosts, or name one of these with --host",
  });
