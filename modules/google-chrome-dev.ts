/** Google Chrome's development channel, a browser of the Chromium family. */
import type { TreeOf } from "lares/module";
import { chromiumOptions, defineChromium } from "./chromium/browser.ts";

const options = chromiumOptions("google-chrome-dev", "Google Chrome's development channel");
export interface GoogleChromeDevOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "google-chrome-dev": GoogleChromeDevOptions;
  }
}

export default defineChromium({ name: "google-chrome-dev", url: import.meta.url }, options);
