/** Google Chrome, a browser of the Chromium family. */
import { option, type PackageReference, packageNamed, type TreeOf, t } from "lares/module";
import { chromiumOptions, defineChromium } from "./chromium/browser.ts";

const options = {
  ...chromiumOptions("google-chrome", "Google Chrome"),
  plasmaSupport: option(t.bool, {
    default: false,
    description: "Whether Plasma and Chrome may talk to each other.",
  }),
  plasmaBrowserIntegrationPackage: option(t.package, {
    default: packageNamed("plasma-browser-integration"),
    description: "The package with the program that they do it by.",
  }),
};
export interface GoogleChromeOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "google-chrome": GoogleChromeOptions;
  }
}

interface Plasma {
  readonly plasmaSupport: boolean;
  readonly plasmaBrowserIntegrationPackage: PackageReference;
}

export default defineChromium(
  {
    name: "google-chrome",
    url: import.meta.url,
    moreHosts: (own) => {
      const { plasmaSupport, plasmaBrowserIntegrationPackage } = own as unknown as Plasma;
      return plasmaSupport ? [plasmaBrowserIntegrationPackage] : [];
    },
  },
  options,
);
