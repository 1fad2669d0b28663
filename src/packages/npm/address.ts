/** Where a tarball is now, and the way there: at the registry that the settings at hand name for it. */
import { nearby } from "../../fetch/nearby.ts";
import type { Artefact } from "../lock-file.ts";
import type { ArtefactAddress } from "../source.ts";
import { credentialsFor } from "./credentials.ts";
import { parseArtefactName, tarballPath } from "./locked-npm.ts";
import { routeFor } from "./route.ts";
import { readSettings, registryOf } from "./settings.ts";

export const addressOf = async (
  artefact: string,
  { url: unusual }: Pick<Artefact, "url">,
): Promise<ArtefactAddress> => {
  const { name, version } = parseArtefactName(artefact);
  const settings = await readSettings(nearby().folder);
  const url = new URL(unusual ?? tarballPath(name, version), registryOf(settings, name)).href;
  const { headers, certificate } = await credentialsFor({ settings, name, url });
  const agent = await routeFor(settings, url, certificate);
  return { url, headers, ...(agent !== undefined && { agent }) };
};
