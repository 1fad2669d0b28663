/**
 * npm's own settings, as npm reads them: `.npmrc` beside the configuration, the user's, the machine's, `npm_config_…`
 * variables, with `${NAME}` filled in. Only what concerns registries is used.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";

/** In the form that npm's libraries take: `registry`, `@scope:registry`, `//host/:_authToken`, `https-proxy` … */
export type RegistrySettings = Readonly<Record<string, unknown>> & { readonly registry: string };

export const readSettings = async (
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<RegistrySettings> => {
  const { default: Config } = await import("@npmcli/config");
  const { default: known } = await import("@npmcli/config/lib/definitions/index.js");
  const config = new Config({
    ...known,
    npmPath: dirname(createRequire(import.meta.url).resolve("@npmcli/config/package.json")),
    // The folder is given, since npm would look for one with a package.json above it.
    argv: ["node", "npm", `--prefix=${folder}`],
    // A copy: loading writes to it.
    env: { ...environment },
    cwd: folder,
    warn: false,
  });
  await config.load();
  return config.flat as RegistrySettings;
};

/** The registry that a package comes from: that of its scope, where it has one. Ends with a slash. */
export const registryOf = (settings: RegistrySettings, name: string): string => {
  const scope = /^(@[^/]+)\//.exec(name)?.[1];
  const own = scope === undefined ? undefined : settings[`${scope}:registry`];
  return String(own ?? settings.registry).replace(/\/*$/, "/");
};
