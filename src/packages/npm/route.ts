/**
 * The way to a registry where the settings name one: `ca`, `cafile`, `strict-ssl`, `proxy`, `https-proxy`, `noproxy`,
 * `local-address`, certificates of the client. By the library that npm itself connects with, so that tarballs come the way
 * that the packages' descriptions came.
 */
import type { Route } from "../../fetch/http.ts";
import type { Credentials } from "./credentials.ts";
import type { RegistrySettings } from "./settings.ts";

/** Undefined where the environment alone says how: then nothing is loaded for it. */
export const routeFor = async (
  settings: RegistrySettings,
  url: string,
  certificate: Credentials["certificate"],
): Promise<Route | undefined> => {
  const own = { cert: settings.cert, key: settings.key, ...certificate };
  if (!namesWay(settings) && !own.cert) return undefined;
  const { getAgent } = await import("@npmcli/agent");
  const { host } = new URL(url);
  return (to) => getAgent(to, { ...wayOf(settings), ...(new URL(to).host === host && own) });
};

const namesWay = ({ ca, strictSSL, proxy, httpsProxy, noProxy, localAddress }: RegistrySettings): boolean =>
  [ca, proxy, httpsProxy, localAddress].some(Boolean) ||
  strictSSL === false ||
  String(noProxy ?? "") !== (process.env.NO_PROXY ?? process.env.no_proxy ?? "");

const wayOf = ({ ca, strictSSL, proxy, httpsProxy, noProxy, localAddress }: RegistrySettings) => ({
  ca,
  rejectUnauthorized: strictSSL !== false,
  proxy: httpsProxy || proxy,
  noProxy,
  localAddress,
  maxSockets: 32,
  timeouts: { connection: 30_000 },
});
