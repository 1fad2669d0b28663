/**
 * OpenSSH's client configuration, ssh_config(5):
 *
 *     file  = { line } { block }
 *     block = ( "Host " patterns | "Match " criteria ) LF { "  " line }
 *     line  = Keyword " " argument { " " argument } LF
 *
 * The first value found for a keyword wins, so the order of blocks is their meaning. Which way a list is written
 * depends on the keyword: once for each element, or on one line, by spaces or by commas.
 */
import { sortedEntries } from "./order.ts";

export type SshScalar = string | number | boolean;
export type SshValue = SshScalar | SshForward | readonly (SshScalar | SshForward)[] | SshEnvironment | null;
export type SshDirectives = Readonly<Record<string, SshValue | undefined>>;

/** One end of a forwarding: host and port, or the path of a Unix socket. */
export interface SshEndpoint {
  readonly address?: string | null | undefined;
  readonly port?: number | null | undefined;
}

/** `LocalForward` and `RemoteForward` have two ends; `DynamicForward` is its own single end. */
export interface SshForward extends SshEndpoint {
  readonly bind?: SshEndpoint;
  readonly host?: SshEndpoint;
}

/** `SetEnv`. */
export type SshEnvironment = Readonly<Record<string, SshScalar>>;

/** A head and its directives, indented, ended by a newline. */
export const sshBlock = (head: string, directives: SshDirectives): string =>
  [head, ...sshLines(directives).map((line) => `  ${line}`), ""].join("\n");

/** Sorted by keyword, but for IgnoreUnknown, which has to precede what it excuses. A null is left out. */
export const sshLines = (directives: SshDirectives): string[] =>
  sortedEntries(directives)
    .sort(([a], [b]) => Number(is(b, "ignoreunknown")) - Number(is(a, "ignoreunknown")))
    .flatMap(([keyword, value]) => directiveLines(keyword, value));

const is = (keyword: string, lowered: string): boolean => keyword.toLowerCase() === lowered;

const directiveLines = (keyword: string, value: SshValue): string[] => {
  if (value === null) return [];
  if (isList(value)) return listLines(keyword, value);
  if (is(keyword, "setenv") && typeof value === "object")
    return environmentLines(keyword, value as SshEnvironment);
  return [`${keyword} ${argument(value as SshScalar | SshForward)}`];
};

const listLines = (keyword: string, values: readonly (SshScalar | SshForward)[]): string[] => {
  if (values.length === 0) return [];
  const joiner = joiners.get(keyword.toLowerCase());
  const texts = values.map(argument);
  return joiner === undefined
    ? texts.map((text) => `${keyword} ${text}`)
    : [`${keyword} ${texts.join(joiner)}`];
};

const environmentLines = (keyword: string, variables: SshEnvironment): string[] => {
  const pairs = sortedEntries(variables).map(([name, value]) => `${name}=${quoted(String(value))}`);
  return pairs.length === 0 ? [] : [`${keyword} ${pairs.join(" ")}`];
};

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;

const isList = (value: SshValue): value is readonly (SshScalar | SshForward)[] => Array.isArray(value);

/** ssh's own defaults for an end left open: this machine. */
const argument = (value: SshScalar | SshForward): string => {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return String(value);
  if (value.bind === undefined) return endpointText(value);
  return [value.bind, ...(value.host === undefined ? [] : [value.host])].map(endpointText).join(" ");
};

const endpointText = ({ address, port }: SshEndpoint): string => {
  const place = address ?? "localhost";
  if (isSocket({ address: place })) return place;
  return port === undefined || port === null ? `[${place}]` : `[${place}]:${port}`;
};

/** Whether an end is a Unix socket, which has no port. */
export const isSocket = ({ address }: SshEndpoint): boolean => address?.startsWith("/") ?? false;

const joiners: ReadonlyMap<string, string> = new Map([
  ...[
    "canonicaldomains",
    "canonicalizepermittedcnames",
    "channeltimeout",
    "globalknownhostsfile",
    "include",
    "ipqos",
    "permitremoteopen",
    "rekeylimit",
    "sendenv",
    "setenv",
    "userknownhostsfile",
  ].map((keyword) => [keyword, " "] as const),
  ...[
    "casignaturealgorithms",
    "ciphers",
    "hostbasedacceptedalgorithms",
    "hostbasedkeytypes",
    "hostkeyalgorithms",
    "ignoreunknown",
    "kbdinteractivedevices",
    "kexalgorithms",
    "logverbose",
    "macs",
    "preferredauthentications",
    "proxyjump",
    "pubkeyacceptedalgorithms",
    "pubkeyacceptedkeytypes",
  ].map((keyword) => [keyword, ","] as const),
]);
