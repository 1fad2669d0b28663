/** Vivaldi, a browser of the Chromium family. */
import type { TreeOf } from "lares/module";
import { chromiumOptions, defineChromium } from "./chromium/browser.ts";

const options = chromiumOptions("vivaldi", "Vivaldi");
export interface VivaldiOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly vivaldi: VivaldiOptions;
  }
}

export default defineChromium({ name: "vivaldi", url: import.meta.url }, options);
