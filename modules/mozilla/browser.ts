/** Browsers of the Firefox family: profiles.ini, and what is in each profile. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  type Module,
  toIni,
  toJson,
} from "lares/module";
import { hasPolicies, policiesFile, policiesOf, policyPlace } from "./browser-policies.ts";
import { checks, warnings } from "./checks.ts";
import type { Browser, BrowserOptions, OwnBrowser } from "./options.ts";
import { policyStep } from "./policies.ts";
import { byId, profileFiles } from "./profile-files.ts";

export interface BrowserModule extends Browser {
  /** `import.meta.url` of the browser's own module. */
  readonly url: string;
  /** Further files, by path below the home. */
  readonly files?: (own: OwnBrowser) => Readonly<Record<string, FileSpecification | undefined>>;
}

export const defineBrowser = (browser: BrowserModule, options: BrowserOptions): Module =>
  defineProgram(`programs.${browser.path}`, {
    url: browser.url,
    options,
    packages: ({ package: own }) => [own],
    files: (own, context) => ({
      ...(Object.keys(own.profiles).length > 0 && {
        [`~/${own.configPath}/profiles.ini`]: { text: profilesIni(own, context) },
      }),
      ...profileFiles(browser, own, context),
      ...(context.host.os === "linux" &&
        hasPolicies(own) && {
          [`~/${policiesFile(own)}`]: { text: toJson({ policies: policiesOf(own) } as never) },
        }),
      ...Object.fromEntries(
        Object.entries(browser.files?.(own) ?? {}).map(([path, file]) => [`~/${path}`, file]),
      ),
    }),
    assertions: (own, context) => checks(browser, own, context),
    warnings: (own) => warnings(browser, own),
    config: {
      home: { activation: (context) => policyStep(policyPlace(browser, ownOf(browser, context)), context) },
      mozilla: { [hostsOption(browser)]: (context: Context) => ownOf(browser, context).nativeMessagingHosts },
    },
  });

const ownOf = ({ path }: Browser, { config }: Context): OwnBrowser =>
  (config.programs as unknown as Record<string, OwnBrowser>)[path]!;

const hostsOption = ({ path }: Browser) =>
  path === "librewolf" ? "librewolfNativeMessagingHosts" : "firefoxNativeMessagingHosts";

const profilesIni = (own: OwnBrowser, { host }: Context): string =>
  toIni({
    General: { StartWithLastProfile: 1, ...(own.profileVersion !== null && { Version: own.profileVersion }) },
    ...Object.fromEntries(
      byId(own).map(([, profile]) => [
        `Profile${profile.id}`,
        {
          Name: profile.name,
          Path: host.os === "darwin" ? `Profiles/${profile.path}` : profile.path,
          IsRelative: 1,
          Default: profile.isDefault ? 1 : 0,
          ...(profile.storeId !== null && { StoreID: profile.storeId }),
        },
      ]),
    ),
  });
