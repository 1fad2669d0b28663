/**
 * Names and passwords by host, from `~/.netrc` (or `$NETRC`), as curl and git read them:
 *
 *   file = { "machine" host | "default" } followed by { "login" name | "password" secret | "account" text }, words
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { readTextIfAny } from "../system/files.ts";

/** The header that the file gives for this URL; none where the request or the URL brings its own, or the line is open. */
export const credentialsFor = (
  url: string,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const { protocol, hostname, username } = new URL(url);
  if (username !== "" || Object.keys(headers).some((name) => name.toLowerCase() === "authorization"))
    return {};
  if (protocol !== "https:" && !isLoopback(hostname)) return {};
  const text = readTextIfAny(process.env.NETRC ?? join(process.env.HOME ?? homedir(), ".netrc"));
  const found = text === undefined ? undefined : credentialsIn(text, hostname);
  if (found === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${found.login}:${found.password}`).toString("base64")}` };
};

/** What the file says for a host, or for all others. */
export const credentialsIn = (
  text: string,
  host: string,
): { readonly login: string; readonly password: string } | undefined => {
  const words = text.replaceAll(/^\s*#.*$/gm, "").match(/\S+/g) ?? [];
  let applies = false;
  let login: string | undefined;
  let password: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "machine" || word === "default") {
      if (applies && login !== undefined && password !== undefined) break;
      applies = word === "default" || words[++at] === host;
      login = password = undefined;
    } else if (word === "login" || word === "password") {
      const value = words[++at];
      if (applies && word === "login") login = value;
      else if (applies) password = value;
    }
  }
  return applies && login !== undefined && password !== undefined ? { login, password } : undefined;
};

const isLoopback = (host: string): boolean => /^(localhost|127\..*|\[::1\])$/.test(host);
