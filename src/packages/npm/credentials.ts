/** Who asks a registry, as npm's own library finds it in the settings. */
import type { RegistrySettings } from "./settings.ts";

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** Of the client, in PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

export interface AskedAddress {
  readonly settings: RegistrySettings;
  /** The package that is asked for: its scope may have a registry of its own. */
  readonly name: string;
  readonly url: string;
}

export const credentialsFor = async ({ settings, name, url }: AskedAddress): Promise<Credentials> => {
  const { default: getAuth } = await import("npm-registry-fetch/lib/auth.js");
  const { token, auth, cert, key } = getAuth(url, { ...settings, spec: name });
  const authorization = token ? `Bearer ${token}` : `Basic ${auth}`;
  return {
    headers: token || auth ? { authorization } : {},
    ...(cert && key && { certificate: { cert, key } }),
  };
};
