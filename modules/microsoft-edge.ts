/** Microsoft Edge, a browser of the Chromium family. */
import type { TreeOf } from "lares/module";
import { chromiumOptions, defineChromium } from "./chromium/browser.ts";

const options = chromiumOptions("microsoft-edge", "Microsoft Edge");
export interface MicrosoftEdgeOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "microsoft-edge": MicrosoftEdgeOptions;
  }
}

export default defineChromium({ name: "microsoft-edge", url: import.meta.url }, options);
