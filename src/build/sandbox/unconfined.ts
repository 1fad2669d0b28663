/** No sandbox at all: the builder has a clean environment and a folder of its own, and is trusted with the rest. */
import type { Confinement } from "./sandbox.ts";

export const unconfined: Confinement = {
  kind: "none",
  hasOwnStore: false,
  folderSeen: (folder) => folder,
  command: ({ environment, builder, args }) => ({
    program: "/usr/bin/env",
    args: ["-i", ...Object.entries(environment).map(([name, value]) => `${name}=${value}`), builder, ...args],
  }),
};
