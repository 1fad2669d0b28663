/** `lares build --out`: a generation as plain files in a folder, with a report, and nothing else touched. */
import { join } from "node:path";
import { absolutePath } from "../base/paths.ts";
import { prepareGeneration, writeGenerationTo } from "../build/generation.ts";
import { makeDirectories, writeFile } from "../system/files.ts";
import { describeLoaded, type HomeRequest, loadHome } from "./load-home.ts";

/** `report.json`. */
export interface BuildReport {
  readonly warnings: readonly string[];
  /** Messages of the assertions that fail. */
  readonly assertions: readonly string[];
}

/** Writes the generation even where assertions fail, so that it can be looked at; the report says so. */
export const buildOutput = async (request: HomeRequest, out: string): Promise<BuildReport> => {
  const home = await loadHome(request);
  const { description, failedAssertions } = await describeLoaded(home);
  const prepared = prepareGeneration(request.places.storeDir, description);
  makeDirectories(out);
  writeGenerationTo(absolutePath(out), prepared);
  const report: BuildReport = { warnings: prepared.warnings, assertions: failedAssertions };
  writeFile(join(out, "report.json"), `${JSON.stringify(report, undefined, 1)}\n`);
  return report;
};

/** The host that `--platform` and `--stub-packages` build for: a machine of that kind, and a user who is nobody here. */
export const standInHost = (os: "linux" | "darwin"): NonNullable<HomeRequest["hostChoice"]> => ({
  os,
  user: "hm-user",
  home: "/home/hm-user",
});
