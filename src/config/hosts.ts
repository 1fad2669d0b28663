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
  const host = { ...here, ...said };
  return said.home === undefined && (host.user !== here.user || host.os !== here.os)
    ? { ...host, home: usualHome(host) }
    : host;
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

const facts = ["os", "arch", "name", "user", "home", "uid", "wsl", "container", "shell"] as const;

const factsOf = (entry: HostFacts): Partial<Host> =>
  Object.fromEntries(facts.flatMap((fact) => (entry[fact] === undefined ? [] : [[fact, entry[fact]]])));

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
