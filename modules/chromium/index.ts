/** Chromium. Set its `package` to another browser of the family, and its files go where that one looks. */
import type { TreeOf } from "lares/module";
import { chromiumOptions, defineChromium } from "./browser.ts";

const options = chromiumOptions("chromium", "Chromium");
export interface ChromiumBrowserOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly chromium: ChromiumBrowserOptions;
  }
}

export default defineChromium({ name: "chromium", url: import.meta.url }, options);
