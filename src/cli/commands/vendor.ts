import { resolve } from "node:path";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { absolutePath } from "../../base/paths.ts";
import { vendorHome } from "../../pipeline/vendor-home.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, evaluating, type InvocationOf, reporting } from "../command.ts";
import { homeRequest } from "../home-request.ts";
import { untilInterrupted } from "../interrupted.ts";
import { shortPath } from "../render/paths.ts";
import { counted, sizeForPeople } from "../render/quantities.ts";

export const command = declareCommand({
  name: "vendor",
  usage: ["DIR"],
  description: [
    "Downloads every file that lares.lock names for the home's systems (lares.platforms; else this one and those of hosts) into a folder, " +
      "named by its hash. `lares switch --vendored DIR`, or the option lares.vendor, then installs without a network.",
  ],
  flags: { ...evaluating, ...reporting },
  positionals: [1, 1],
  completes: "directory",
  examples: [["vendor /mnt/stick/lares", "take all downloads along"]],
  json: "{ folder: string; platforms: string[]; downloaded: string[]; present: string[]; bytes: number }",
});

export const run = async ({
  flags,
  positionals,
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const folder = absolutePath(resolve(positionals[0]!));
  const request = { ...homeRequest(findPlaces(), flags), folder };
  const vendored = await untilInterrupted((signal) => vendorHome({ ...request, signal }));
  const { downloaded, present, platforms, bytes } = vendored;
  if (output.asJson) output.json({ folder, ...vendored });
  else
    output.say(
      `${shortPath(folder)} has ${counted(downloaded.length + present.length, "file")} (${sizeForPeople(bytes)}) for ${platforms.join(", ")}; ${downloaded.length} of them new`,
    );
  return exitCode.done;
};
