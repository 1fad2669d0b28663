/** `lares build --out`: a generation as plain files in a folder, with a report, and nothing else touched. */
import { join } from "node:path";
import { absolutePath, type StorePath } from "../base/paths.ts";
import { prepareGeneration, writeGenerationTo } from "../build/generation.ts";
import { findConfig } from "../config/find.ts";
import { storePathOf } from "../format/store-path.ts";
import type { HomeDescription } from "../home/description.ts";
import { makeDirectories, writeFile } from "../system/files.ts";
import { type HomeRequest, stubStore } from "./load-home.ts";
import { describeLocked } from "./lock-home.ts";

/** `report.json`. */
export interface BuildReport {
  readonly warnings: readonly string[];
  /** Messages of the assertions that fail. */
  readonly assertions: readonly string[];
}

/** Writes the generation even where assertions fail, so that it can be looked at; the report says so. */
export const buildOutput = async (request: HomeRequest, out: string): Promise<BuildReport> => {
  const file = await findConfig({
    ...request,
    ...(request.config !== undefined && { flag: request.config }),
  });
  const { described } = await describeLocked(file, request);
  const { description, failedAssertions } = described;
  const prepared = await withNeeds(request, description, () => {
    const ready =
      request.stubPackages === true
        ? prepareGeneration(stubStore, description, undefined, standIns(description))
        : prepareGeneration(request.places.storeDir, description);
    makeDirectories(out);
    writeGenerationTo(absolutePath(out), ready);
    return ready;
  });
  const report: BuildReport = { warnings: prepared.warnings, assertions: failedAssertions };
  writeFile(join(out, "report.json"), `${JSON.stringify(report, undefined, 1)}\n`);
  return report;
};

/** Store objects that files come from: nothing of them is looked at, so that links to them lead nowhere. */
const standIns = ({ files, specialisations }: HomeDescription): ReadonlySet<StorePath> =>
  new Set([
    ...files.flatMap(({ content }) =>
      content.type === "source" ? (storePathOf(stubStore, content.path) ?? []) : [],
    ),
    ...Object.values(specialisations).flatMap((variant) => [...standIns(variant)]),
  ]);

/** What the home names in the store has to be there to be looked at; stand-ins never are. */
const withNeeds = async <T>(
  { places, stubPackages, builds }: HomeRequest,
  description: HomeDescription,
  work: () => T,
): Promise<T> => {
  if (description.storePaths.length === 0 || stubPackages === true) return work();
  const { openStore } = await import("../store/open-store.ts");
  const { realiseHome } = await import("./realise-home.ts");
  const store = openStore(places);
  try {
    await realiseHome(places, store, description, builds);
    return work();
  } finally {
    store.close();
  }
};

/** The host that `--platform` and `--stub-packages` build for: a machine of that kind, and a user who is nobody here. */
export const standInHost = (os: "linux" | "darwin"): NonNullable<HomeRequest["hostChoice"]> => ({
  os,
  user: "hm-user",
  home: "/home/hm-user",
});
