/** Java: the package, and `JAVA_HOME`. */
import { defineProgram, packageNamed, programOptions, type TreeOf } from "lares/module";

const options = { ...programOptions("Java", packageNamed("jdk", { mainProgram: "java" })) };
export interface JavaOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly java: JavaOptions;
  }
}

export default defineProgram("programs.java", {
  url: import.meta.url,
  options,
  /** Where the system's own is, its programs know themselves. */
  variables: ({ package: java }) => ({ JAVA_HOME: java?.outPath }),
});
