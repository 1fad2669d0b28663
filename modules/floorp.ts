/** Floorp, a browser of the Firefox family. */
import type { TreeOf } from "lares/module";
import { defineBrowser } from "./mozilla/browser.ts";
import { browserOptions } from "./mozilla/options.ts";

const floorp = {
  path: "floorp",
  name: "Floorp",
  package: "floorp-bin",
  folder: { linux: ".floorp", darwin: "Library/Application Support/Floorp" },
  darwinAppName: "Floorp",
  darwinDefaultsId: null,
};

const options = browserOptions(floorp);
export interface FloorpOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly floorp: FloorpOptions;
  }
}

export default defineBrowser({ ...floorp, url: import.meta.url }, options);
