/** Brave Origin, a browser of the Chromium family. */
import type { TreeOf } from "lares/module";
import { chromiumOptions, defineChromium } from "./chromium/browser.ts";

const options = chromiumOptions("brave-origin", "Brave Origin");
export interface BraveOriginOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "brave-origin": BraveOriginOptions;
  }
}

export default defineChromium({ name: "brave-origin", url: import.meta.url }, options);
