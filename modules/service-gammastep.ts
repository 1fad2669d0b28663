/** Gammastep: warmer colours at night. */
import { defineProgram, type TreeOf } from "lares/module";
import { type Adjuster, adjusterColumns, adjusterOptions } from "./session-services/colour-temperature.ts";

const adjuster: Adjuster = {
  name: "gammastep",
  title: "Gammastep",
  file: "gammastep/config.ini",
  section: "general",
  description: "Gammastep colour temperature adjuster",
  documentation: "https://gitlab.com/chinstrap/gammastep/",
};

const options = adjusterOptions(adjuster);
export interface GammastepOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly gammastep: GammastepOptions;
  }
}

export default defineProgram("services.gammastep", {
  url: import.meta.url,
  options,
  ...adjusterColumns(adjuster),
});
