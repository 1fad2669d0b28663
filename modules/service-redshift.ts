/** Redshift: warmer colours at night. */
import { defineProgram, type TreeOf } from "lares/module";
import { type Adjuster, adjusterColumns, adjusterOptions } from "./session-services/colour-temperature.ts";

const adjuster: Adjuster = {
  name: "redshift",
  title: "Redshift",
  file: "redshift/redshift.conf",
  section: "redshift",
  description: "Redshift colour temperature adjuster",
  documentation: "http://jonls.dk/redshift/",
};

const options = adjusterOptions(adjuster);
export interface RedshiftOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly redshift: RedshiftOptions;
  }
}

export default defineProgram("services.redshift", {
  url: import.meta.url,
  options,
  ...adjusterColumns(adjuster),
});
