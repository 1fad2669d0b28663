/** Flags about builds, and what a command that may build does around its work: a display, and a clean end on Ctrl-C. */
import type { BuildSettings } from "../build/realise/settings.ts";
import type { BuildWishes } from "../pipeline/realise-home.ts";
import { type Flags, type FlagValues, toggle, wholeNumber } from "./command.ts";
import type { Output } from "./output.ts";

export const building = {
  jobs: wholeNumber("N", "builds at the same time (0: only fetch from caches)"),
  cores: wholeNumber("N", "processors for each build (0: all)"),
  keepGoing: toggle("go on with what does not depend on a failed build"),
  keepFailed: toggle("leave the folder of a failed build for a look"),
} satisfies Flags;

export type BuildFlags = FlagValues<typeof building> & { readonly noColor: boolean };

/** Everything is loaded when the first build or download begins: most commands have none. */
export const buildWishes = (flags: BuildFlags, output: Output): BuildWishes => ({
  settings: settingsOf(flags),
  attend: async (work) => {
    const { attendBuilds } = await import("./attend-builds.ts");
    return await attendBuilds(output, flags.noColor, work);
  },
});

const settingsOf = ({ jobs, cores, keepGoing, keepFailed }: BuildFlags): Partial<BuildSettings> => ({
  ...(jobs !== undefined && { maxJobs: jobs }),
  ...(cores !== undefined && { cores }),
  ...(keepGoing && { keepGoing }),
  ...(keepFailed && { keepFailed }),
});
