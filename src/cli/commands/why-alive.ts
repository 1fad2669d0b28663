import type { ExitCode } from "../../base/errors.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, type InvocationOf, reporting } from "../command.ts";
import { printWhyAlive } from "../store-roots.ts";

export const command = declareCommand({
  name: "why-alive",
  usage: ["PATH"],
  description: [
    "Says what keeps an object of the store from collection: each root (a generation, a result link, a running command, a " +
      "process that has a file of it open) with the way from there to it. lares store why-alive is the same.",
  ],
  flags: reporting,
  positionals: [1, 1],
  completes: "file",
  examples: [["why-alive ./result", "who else needs what this link leads to"]],
  json: "{ path: string; roots: { holder: string; chain: string[] }[] }",
});

export const run = ({ positionals, output }: InvocationOf<typeof command>): ExitCode =>
  printWhyAlive(findPlaces(), positionals[0]!, output);
