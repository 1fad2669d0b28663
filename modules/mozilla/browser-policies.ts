/** The policies of a browser: those that are set as such, and what other options say by them. */
import type { Json } from "lares/module";
import { addonIdOf, extensionsFolder } from "./extensions.ts";
import type { Browser, OwnBrowser } from "./options.ts";
import { languagePack } from "./policies.ts";

export const policyPlace = (browser: Browser, own: OwnBrowser) => ({
  path: browser.path,
  name: browser.name,
  file: policiesFile(own),
  defaultsId: own.darwinDefaultsId,
  policies: policiesOf(own),
});

export const hasPolicies = (own: OwnBrowser): boolean => Object.keys(policiesOf(own)).length > 0;

export const policiesFile = ({ configPath }: OwnBrowser): string => `${configPath}/policies.json`;

/** What is set as policies, and what other options say by policies. */
export const policiesOf = (own: OwnBrowser): Readonly<Record<string, Json>> => {
  const { policies, languagePacks, globalExtensions, pkcs11Modules, release } = own;
  const extensions = {
    ...Object.fromEntries(languagePacks.map((language) => languagePack(language, release))),
    ...Object.fromEntries(
      globalExtensions.map((one) => {
        const id = addonIdOf(one.package) ?? one.package.name;
        const file = `${one.package.outPath ?? ""}/${extensionsFolder}/${id}.xpi`;
        return [id, { installation_mode: "force_installed", install_url: `file://${file}`, ...one.settings }];
      }),
    ),
    ...(policies.ExtensionSettings as object | undefined),
  };
  const devices = {
    ...Object.fromEntries(
      pkcs11Modules.map((one) => [one.name, `${one.outPath ?? "/usr"}/lib/${one.name}.so`]),
    ),
    ...((policies.SecurityDevices as { Add?: object } | undefined)?.Add ?? {}),
  };
  return {
    ...policies,
    ...(Object.keys(extensions).length > 0 && { ExtensionSettings: extensions as Json }),
    ...(pkcs11Modules.length > 0 && { SecurityDevices: { Add: devices as Json } }),
  };
};
