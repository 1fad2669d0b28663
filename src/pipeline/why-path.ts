/** `lares why`: which options and modules bring a package or a store path into the active home. */
import { resolve } from "node:path";
import { formatPlace, LaresError } from "../base/errors.ts";
import { bareName, packageNamed } from "../base/package.ts";
import type { StorePath } from "../base/paths.ts";
import { digestOf, nameOf } from "../format/store-path.ts";
import type { HomeDescription } from "../home/description.ts";
import { nearestName } from "../option/nearest.ts";
import { currentGeneration } from "../profile/generations.ts";
import { objectAt } from "../store/object-at.ts";
import { openStore } from "../store/open-store.ts";
import { chainsTo } from "../store/root-chains.ts";
import type { Store } from "../store/store.ts";
import { describeLoaded, type HomeRequest, loadHome } from "./load-home.ts";
import { type Reason, whyInstalled } from "./why-installed.ts";

export interface Why {
  readonly path?: StorePath;
  readonly name: string;
  readonly reasons: readonly Reason[];
  /** From what the home names itself to the path; longer than one where others need it. */
  readonly chain?: readonly StorePath[];
}

/** Throws `not-installed`. */
export const whyPath = async (request: HomeRequest, wanted: string): Promise<Why> => {
  const { places, cwd } = request;
  const home = await loadHome(request);
  const installed = await whyInstalled(home);
  const named = installed.find(
    ({ name, outPath }) => name === wanted || bareName(packageNamed(name)) === wanted || outPath === wanted,
  );
  if (named !== undefined)
    return {
      name: named.name,
      ...(named.outPath !== undefined && { path: named.outPath as StorePath }),
      reasons: named.reasons,
    };
  const generation = currentGeneration(places)?.path;
  const store = openStore(places);
  try {
    const path = wanted.includes("/")
      ? objectAt(store, resolve(cwd, wanted))
      : objectNamed(store, generation, wanted);
    const root = generation === undefined ? [] : [{ holder: "generation", path: generation }];
    const [found] = path === undefined ? [] : chainsTo(store, root, path);
    if (path === undefined || found === undefined)
      throw notInstalled(
        wanted,
        installed.map(({ name }) => name),
      );
    const chain = found.chain.slice(1);
    const first = chain[0] ?? path;
    const { description } = await describeLoaded(home);
    const byPackage = installed.filter(({ outPath }) => outPath === first).flatMap(({ reasons }) => reasons);
    return { name: nameOf(path), path, chain, reasons: [...byPackage, ...whoNames(description, first)] };
  } finally {
    store.close();
  }
};

/** The newest of that name among what the active home needs. */
const objectNamed = (store: Store, generation: StorePath | undefined, name: string): StorePath | undefined =>
  generation === undefined
    ? undefined
    : store
        .closure([generation])
        .find((path) => nameOf(path) === name || nameOf(path).startsWith(`${name}-`));

/** The options whose values have the path in them, beside `home.packages`. */
const whoNames = (
  { files, sessionVariables, activation }: HomeDescription,
  path: StorePath,
): readonly Reason[] => {
  const digest = digestOf(path);
  const names = (value: unknown): boolean => JSON.stringify(value).includes(digest);
  return [
    ...files
      .filter(({ content, onChange }) => names(content) || names(onChange))
      .map(({ origin: { option, place } }) => ({
        because: option,
        ...(place !== undefined && { place: formatPlace(place) }),
      })),
    ...Object.entries(sessionVariables)
      .filter(([, value]) => names(value))
      .map(([name]) => ({ because: `home.sessionVariables.${name}` })),
    ...activation
      .filter(({ script }) => names(script))
      .map(({ name }) => ({ because: `home.activation.${name}` })),
  ];
};

const notInstalled = (wanted: string, names: readonly string[]): LaresError => {
  const near = nearestName(
    wanted,
    names.map((name) => bareName(packageNamed(name))),
  );
  return new LaresError({
    code: "not-installed",
    message: `the active home does not have ${wanted}`,
    hint:
      near === undefined
        ? "lares list shows what is installed; lares store why-alive asks of all generations"
        : `did you mean ${near}?`,
  });
};
