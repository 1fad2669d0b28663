/** Google Chrome's beta channel, a browser of the Chromium family. */
import type { TreeOf } from "lares/module";
import { chromiumOptions, defineChromium } from "./chromium/browser.ts";

const options = chromiumOptions("google-chrome-beta", "Google Chrome's beta channel");
export interface GoogleChromeBetaOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "google-chrome-beta": GoogleChromeBetaOptions;
  }
}

export default defineChromium({ name: "google-chrome-beta", url: import.meta.url }, options);
