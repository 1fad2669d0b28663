/** Packages for a registry of a test's own whose programs need nothing but `sh`. */
import type { TestPackage } from "./registry.ts";

export const shellTool = (name: string, version: string, more: Partial<TestPackage> = {}): TestPackage => ({
  name,
  version,
  manifest: { bin: { [name]: "main.sh" }, os: ["linux", "darwin"], cpu: ["x64", "arm64"] },
  files: { "main.sh": `#!/bin/sh\necho ${name} ${version} "$@"\n` },
  ...more,
});
