/** Firefox: profiles with their preferences, bookmarks, search engines, containers, styles and extensions. */
import { removed, type TreeOf } from "lares/module";
import { defineBrowser } from "./mozilla/browser.ts";
import { browserOptions } from "./mozilla/options.ts";

const firefox = {
  path: "firefox",
  name: "Firefox",
  package: "firefox",
  folder: {
    linux: ({ home, xdg }: { home: { homeDirectory: string }; xdg: { configHome: string } }) =>
      `${xdg.configHome.slice(home.homeDirectory.length + 1)}/mozilla/firefox`,
    darwin: "Library/Application Support/Firefox",
  },
  darwinAppName: "Firefox",
  darwinDefaultsId: "org.mozilla.firefox.plist",
};

const noPlugins = removed("Firefox has had no plugins since version 85");
const options = {
  ...browserOptions(firefox),
  extensions: removed("extensions belong to a profile: programs.firefox.profiles.<name>.extensions.packages"),
  enableAdobeFlash: noPlugins,
  enableGoogleTalk: noPlugins,
  enableIcedTea: noPlugins,
};
export interface FirefoxOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly firefox: FirefoxOptions;
  }
}

export default defineBrowser({ ...firefox, url: import.meta.url }, options);
