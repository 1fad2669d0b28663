/** Builds once more what is there already, and compares: does the same derivation give the same bytes? */
import { LaresError } from "../../base/errors.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../../base/paths.ts";
import { createContentPool } from "../../store/content-pool.ts";
import { narHashOfTree } from "../../store/nar-hash.ts";
import { sealTree } from "../../store/seal-tree.ts";
import { lstat, readDirectory, readlink } from "../../system/files.ts";
import { sameWhole } from "../../system/trees.ts";
import { builtins } from "../builtins.ts";
import { type BuildContext, makeOutputs } from "./build-derivation.ts";
import { createGraph } from "./graph.ts";
import { inputsOf } from "./plan.ts";
import type { RealiseRequest } from "./request.ts";
import { sandboxOnce } from "./sandbox-once.ts";

/** The outputs of `drvPath` must be valid, and its inputs. Throws `not-reproducible` with what differs. */
export const checkDerivation = async (request: RealiseRequest, drvPath: StorePath): Promise<void> => {
  const { store, varDir, settings, signal, onEvent } = request;
  const graph = createGraph(request.derivations);
  const derivation = graph.at(drvPath);
  const confinement = sandboxOnce(request);
  if (!derivation.builder.startsWith("builtin:") && !confinement().hasOwnStore)
    throw needsSandbox(derivation.name);
  const context: BuildContext = {
    ...{ store, varDir, settings, signal, onEvent, confinement },
    builtins: request.builtins ?? builtins,
  };
  onEvent({ type: "build-started", drvPath });
  const attempt = await makeOutputs(context, drvPath, derivation, store.closure(inputsOf(graph, drvPath)));
  try {
    const differing = Object.entries(derivation.outputs).flatMap(([output, { path }]) =>
      differences(output, path, attempt.places[output]!, createContentPool(store.directory)),
    );
    if (differing.length > 0) throw notReproducible(derivation.name, differing);
    onEvent({ type: "build-done", drvPath, elsewhere: false });
  } finally {
    attempt.discard();
  }
};

/** What differs between an output and the new one, a line for each file; nothing where their NARs are equal. */
const differences = (
  output: string,
  path: StorePath,
  place: AbsolutePath,
  pool: ReturnType<typeof createContentPool>,
): readonly string[] => {
  if (lstat(place) === undefined) return [`${output}: the second build did not make it`];
  sealTree(place, pool);
  const before = narHashOfTree(absolutePath(path));
  if (before.hash.equals(narHashOfTree(place).hash)) return [];
  return compare(absolutePath(path), place, output === "out" ? "" : `${output}: `);
};

const compare = (before: AbsolutePath, after: AbsolutePath, shown: string): readonly string[] => {
  const [a, b] = [lstat(before), lstat(after)];
  const name = shown === "" ? "." : shown;
  if (a === undefined) return [`${name} is only in the second build`];
  if (b === undefined) return [`${name} is only in the first build`];
  if (a.kind !== b.kind) return [`${name} is a ${a.kind} first, then a ${b.kind}`];
  if (a.kind === "link") {
    const [first, second] = [readlink(before), readlink(after)];
    return first === second ? [] : [`${name} leads to ${first} first, then to ${second}`];
  }
  if (a.kind === "file") {
    if (a.mode !== b.mode) return [`${name} is executable in one of the builds only`];
    if (sameWhole(before, after)) return [];
    return [`${name} differs${a.size === b.size ? "" : `: ${a.size} bytes first, then ${b.size}`}`];
  }
  const names = new Set([...readDirectory(before), ...readDirectory(after)].map((entry) => entry.name));
  return [...names].flatMap((entry) =>
    compare(
      below(before, entry),
      below(after, entry),
      `${shown === "" || shown.endsWith(": ") ? shown : `${shown}/`}${entry}`,
    ),
  );
};

const notReproducible = (name: string, differing: readonly string[]): LaresError =>
  new LaresError({
    code: "not-reproducible",
    message: `two builds of ${name} differ`,
    details: [
      ...differing.slice(0, shownDifferences),
      ...(differing.length > shownDifferences ? [`and ${differing.length - shownDifferences} more`] : []),
    ],
    hint: "look for times, random numbers, or the order of files in what it writes; the first build stays",
  });

const shownDifferences = 40;

const needsSandbox = (name: string): LaresError =>
  new LaresError({
    code: "check-needs-sandbox",
    message: `${name} cannot be built a second time beside the first without a sandbox`,
    hint: "see what `lares build` warns of: why no sandbox works here",
  });
