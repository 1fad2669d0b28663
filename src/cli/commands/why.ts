import { type ExitCode, exitCode } from "../../base/errors.ts";
import { whyPath } from "../../pipeline/why-path.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, evaluating, type InvocationOf, reporting } from "../command.ts";
import { homeRequest } from "../home-request.ts";
import { shortPath } from "../render/paths.ts";
import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "why",
  usage: ["PACKAGE | PATH"],
  description: [
    "Says what brings a package, or an object of the store, into your home: the option or the module, with its place, and " +
      "for what is only needed by something else the way to it. lares store why-alive asks of all generations and links.",
  ],
  flags: { ...evaluating, ...reporting },
  positionals: [1, 1],
  completes: "installed",
  examples: [
    ["why ripgrep", "which line or module installs it"],
    ["why ~/.lares/home-path/bin/node", "what needs this program"],
  ],
  json: "{ name: string; path?: string; reasons: { because: string; place?: string }[]; chain?: string[] }",
});

export const run = async ({
  flags,
  positionals,
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const why = await whyPath(homeRequest(findPlaces(), flags), positionals[0]!);
  if (output.asJson) {
    output.json(why);
    return exitCode.done;
  }
  output.print(printable(why.path ?? `${why.name}, the system's own`));
  for (const [depth, path] of (why.chain ?? []).toReversed().slice(1).entries())
    output.print(`${"  ".repeat(depth)}  needed by ${printable(path)}`);
  for (const { because, place } of why.reasons)
    output.print(`  by ${printable(because)}${place === undefined ? "" : ` (${shortPath(place)})`}`);
  if (why.reasons.length === 0) output.print("  by what the generation itself is made of");
  return exitCode.done;
};
