/** `lares live`: which working file stands behind a managed link. */
import { LaresError } from "../base/errors.ts";
import type { FileDescription } from "../home/description.ts";
import { currentGeneration } from "../profile/generations.ts";
import { readManifest } from "../profile/read-manifest.ts";
import { homeTarget, sourceOf } from "./adopt-files.ts";
import { prepareHome } from "./build-home.ts";
import type { HomeRequest } from "./load-home.ts";

export interface LiveTarget {
  /** Below the home. */
  readonly path: string;
  /** Absolute. */
  readonly source: string;
}

/** Throws `not-managed` and `no-source`; everything is checked before anything is changed. */
export const liveTargets = async (
  request: HomeRequest,
  paths: readonly string[],
): Promise<readonly LiveTarget[]> => {
  const { places } = request;
  const current = currentGeneration(places);
  const entries = new Map(
    (current === undefined ? [] : readManifest(current.path).entries).map((entry) => [
      entry.path as string,
      entry,
    ]),
  );
  const targets = paths.map((path) => homeTarget(request, path));
  for (const target of targets) if (entries.get(target)?.kind !== "link") throw notManaged(target);
  const { description } = await prepareHome(request);
  const byTarget = new Map<string, FileDescription>(description.files.map((file) => [file.target, file]));
  return targets.map((path) => {
    const source = sourceOf(path, byTarget, ["file", "directory"]);
    if (source === undefined) throw noWorkingFile(path, byTarget.get(path));
    return { path, source };
  });
};

const notManaged = (path: string): LaresError =>
  new LaresError({
    code: "not-managed",
    message: `~/${path} is not a link of the current generation`,
    details: ["nothing was changed"],
    hint: "only what lares links can be live: lares adopt takes a file in, lares status tells what is there",
  });

const noWorkingFile = (path: string, file: FileDescription | undefined): LaresError =>
  new LaresError({
    code: "no-source",
    message: `~/${path} is not made from a file, so there is none that could be live`,
    details: ["nothing was changed"],
    ...(file?.origin.place !== undefined && { place: file.origin.place }),
    hint: `edit where ${file?.origin.option ?? "the configuration"} says its text; lares watch makes that live at once`,
  });
