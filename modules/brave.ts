/** Brave, a browser of the Chromium family. */
import type { TreeOf } from "lares/module";
import { chromiumOptions, defineChromium } from "./chromium/browser.ts";

const options = chromiumOptions("brave", "Brave");
export interface BraveOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly brave: BraveOptions;
  }
}

export default defineChromium({ name: "brave", url: import.meta.url }, options);
