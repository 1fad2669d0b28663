import { resolve } from "node:path";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import type { HomeRequest } from "../../pipeline/load-home.ts";
import { findPlaces } from "../../system/places.ts";
import { usageError } from "../arguments.ts";
import { building } from "../builds.ts";
import {
  declareCommand,
  evaluating,
  type InvocationOf,
  locking,
  oneOf,
  reporting,
  text,
  toggle,
} from "../command.ts";
import { buildingRequest } from "../home-request.ts";
import type { Output } from "../output.ts";
import { shortPath } from "../render/paths.ts";
import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "build",
  usage: ["", "--out DIR [--platform OS] [--stub-packages]", "PACKAGE… [--check] [--link NAME | --no-link]"],
  description: [
    "Builds the generation that the configuration describes, and activates nothing. Without --out it goes into the store, " +
      "and its path is printed. With --out its files are written to DIR, with what there is to say in DIR/report.json: " +
      "home-files/ is what your home would hold, home-path/ the programs.",
    "With names, single packages are built: those of home.packages by their name, those that an option holds by its path, " +
      "derivations (.drv) and store paths. A link result leads to each and keeps it from collection. --check builds once " +
      "more what is there and compares, file by file.",
    "With --platform or --stub-packages the home is that of a stand-in user, so that the outcome is the same everywhere.",
  ],
  flags: {
    out: text("DIR", "write the generation's files to this folder", { completes: "directory" }),
    platform: oneOf("OS", "build the home of the stand-in user on this system", ["linux", "darwin"]),
    stubPackages: toggle("packages are not looked for; each prints as @name@"),
    check: toggle("build the packages a second time and say what differs"),
    link: text("NAME", "the link to leave (result)"),
    noLink: toggle("leave no link"),
    ...building,
    ...evaluating,
    ...locking,
    ...reporting,
  },
  positionals: [0, 1000],
  examples: [
    ["build", "build into the store and print the path"],
    ["build --out /tmp/home", "write the files to a folder, to look at them"],
    ["build ripgrep", "build one package and link it as ./result"],
    ["build programs.git.package --check", "see whether it builds the same twice"],
  ],
  json: "{ path: string; warnings: string[] } | { out: string; warnings: string[]; assertions: string[] } | { name: string; path: string; link?: string }[]",
});

type Run = InvocationOf<typeof command>;

export const run = async (invocation: Run): Promise<ExitCode> => {
  const { flags, output, positionals } = invocation;
  const request = buildingRequest(findPlaces(), flags, output);
  if (positionals.length > 0) return await buildNamed(request, invocation);
  if (flags.check || flags.link !== undefined || flags.noLink)
    throw usageError(
      "--check, --link and --no-link are for single packages",
      [],
      "lares build PACKAGE… --check",
    );
  return flags.out === undefined
    ? await buildIntoStore(request, output)
    : await buildIntoFolder(await standIn(request, flags), resolve(flags.out), output);
};

const buildNamed = async (request: HomeRequest, { flags, output, positionals }: Run): Promise<ExitCode> => {
  const { check, link = "result", noLink, out, platform, stubPackages } = flags;
  if (out !== undefined || platform !== undefined || stubPackages)
    throw usageError("--out, --platform and --stub-packages are for the whole home");
  const { buildPackages } = await import("../../pipeline/build-packages.ts");
  const built = await buildPackages({ ...request, names: positionals, check, ...(!noLink && { link }) });
  if (output.asJson) output.json(built);
  else for (const { path } of built) output.print(path);
  if (check) output.note("the second build gave the same");
  return exitCode.done;
};

const standIn = async (
  request: HomeRequest,
  { platform, stubPackages }: Pick<Run["flags"], "platform" | "stubPackages">,
): Promise<HomeRequest> => {
  if (platform === undefined && !stubPackages) return request;
  const { standInHost } = await import("../../pipeline/build-output.ts");
  const here = process.platform === "darwin" ? "darwin" : "linux";
  return {
    ...request,
    hostChoice: { ...standInHost(platform ?? here), ...request.hostChoice },
    stubPackages,
  };
};

const buildIntoStore = async (request: HomeRequest, output: Output): Promise<ExitCode> => {
  const { buildHome } = await import("../../pipeline/build-home.ts");
  return await buildHome(request, undefined, ({ generation, warnings }) => {
    for (const warning of warnings) output.warn(printable(warning));
    if (output.asJson) output.json({ path: generation, warnings });
    else output.print(generation);
    return exitCode.done;
  });
};

const buildIntoFolder = async (request: HomeRequest, out: string, output: Output): Promise<ExitCode> => {
  const { buildOutput } = await import("../../pipeline/build-output.ts");
  const { warnings, assertions } = await buildOutput(request, out);
  for (const warning of warnings) output.warn(printable(warning));
  for (const assertion of assertions) output.warn(`failed assertion: ${printable(assertion)}`);
  if (output.asJson) output.json({ out, warnings, assertions });
  else output.say(`wrote the generation to ${shortPath(out)}`);
  return assertions.length === 0 ? exitCode.done : exitCode.failed;
};
