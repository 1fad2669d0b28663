/** Where a tarball is now: at the registry that the settings at hand name for it. */
import { nearby } from "../../fetch/nearby.ts";
import type { Artefact } from "../lock-file.ts";
import type { ArtefactAddress } from "../source.ts";
import { parseArtefactName, tarballPath } from "./locked-npm.ts";
import { credentialsFor, readSettings, registryOf } from "./settings.ts";

export const addressOf = async (
  artefact: string,
  { url: unusual }: Pick<Artefact, "url">,
): Promise<ArtefactAddress> => {
  const { name, version } = parseArtefactName(artefact);
  const settings = await readSettings(nearby().folder);
  const url = new URL(unusual ?? tarballPath(name, version), registryOf(settings, name)).href;
  return { url, headers: await credentialsFor(settings, url) };
};
