/** The managed files with their state, and how one differs from what it should be. */
import { type Drift, status } from "../../activation/status.ts";
import { formatPlace } from "../../base/errors.ts";
import type { StorePath } from "../../base/paths.ts";
import { paletteFor } from "../../cli/render/colour.ts";
import { contentDiff } from "../../cli/render/content-diff.ts";
import { shortPath } from "../../cli/render/paths.ts";
import { prepareHome } from "../../pipeline/build-home.ts";
import { contentOfNode, contentOnDisk } from "../../pipeline/contents.ts";
import { currentGeneration } from "../../profile/generations.ts";
import type { ManifestEntry } from "../../profile/manifest.ts";
import { readManifest } from "../../profile/read-manifest.ts";
import { nodeAt } from "../../store/tree.ts";
import { realPath } from "../../system/files.ts";
import type { WorkContext } from "./context.ts";
import type { FileRow } from "./requests.ts";

/** By path. */
export const readFiles = ({ places }: WorkContext): readonly FileRow[] => {
  const { generation, drift, live } = status(places);
  if (generation === null) return [];
  const drifted = new Map(drift.map((found) => [found.path, found]));
  const sources = new Map(live.map(({ path, source }) => [path, source]));
  return readManifest(generation.path as StorePath).entries.map((entry) =>
    rowOf(entry, drifted.get(entry.path), sources.get(entry.path)),
  );
};

const rowOf = (entry: ManifestEntry, drift: Drift | undefined, source: string | undefined): FileRow => {
  const { path, kind, origin } = entry;
  return {
    path,
    kind,
    option: origin.option,
    ...(drift && { drift: drift.kind, what: drift.what }),
    ...(origin.place && { place: formatPlace({ ...origin.place, file: shortPath(origin.place.file) }) }),
    ...(source !== undefined && { source: shortPath(source), live: kind === "link" }),
  };
};

/** The home against its generation; where they agree, the generation against the configuration. */
export const diffFile = async (
  { places, request }: WorkContext,
  path: string,
): Promise<readonly string[]> => {
  const plain = paletteFor("output", true);
  const generation = currentGeneration(places);
  if (generation === undefined) return [];
  const made = contentOnDisk(`${generation.path}/home-files/${path}`);
  const place = `${places.home}/${path}`;
  const drifted = contentDiff(made, contentOnDisk(realPath(place) ?? place), path, plain);
  if (drifted.length > 0) return ["in your home, against the generation", "", ...drifted];
  const { prepared } = await prepareHome(request);
  const wanted = contentOfNode(nodeAt(prepared.tree, `home-files/${path}`));
  const pending = contentDiff(made, wanted, path, plain);
  return pending.length > 0 ? ["what the next switch would change", "", ...pending] : [];
};
