/** What package names mean, where overlays of a home say otherwise. */
import { LaresError } from "../base/errors.ts";
import { isPackage, type PackageReference, packageNamed } from "../base/package.ts";

/** Packages by name. */
export interface PackageSet {
  readonly [name: string]: PackageReference;
}

/**
 * Gives names other packages: `(final, previous) => ({ tool: mkDerivation({ … }), grep: final.ripgrep })`. `previous` has
 * what the names meant before this overlay, `final` what they mean after all of them; packages of `final` can be handed on
 * (as an input, as another name) but not read before the overlay is done.
 */
export type Overlay = (
  final: PackageSet,
  previous: PackageSet,
) => Readonly<Record<string, PackageReference | string>>;

type Resolve = (reference: PackageReference) => PackageReference;

/** `overlays` is asked when the first package is looked up. */
export const withOverlays = (resolve: Resolve, overlays: () => readonly Overlay[]): Resolve => {
  let layers: readonly Layer[] | undefined;

  /** What the overlays below `height` make of a name. */
  const lookUp = (name: string, height: number): PackageReference => {
    const layer = layers!.slice(0, height).findLast((one) => Object.hasOwn(one(), name));
    const found = layer?.()[name];
    if (found === undefined) return resolve(packageNamed(name));
    return resolve(isPackage(found) ? found : packageNamed(found));
  };
  const setBelow = (height: () => number): PackageSet =>
    new Proxy({} as PackageSet, {
      get: (_, name) => (typeof name === "string" ? deferred(() => lookUp(name, height())) : undefined),
    });

  const begin = (given: readonly Overlay[]): readonly Layer[] => {
    const final = setBelow(() => given.length);
    return given.map((overlay, n) =>
      once(() =>
        overlay(
          final,
          setBelow(() => n),
        ),
      ),
    );
  };

  return (reference) => {
    layers ??= begin(overlays());
    const { name, outPath, contents, priority } = reference;
    if (outPath !== undefined || contents !== undefined) return resolve(reference);
    if (!layers.some((layer) => Object.hasOwn(layer(), name))) return resolve(reference);
    const found = lookUp(name, layers.length);
    return priority === undefined ? found : { ...found, priority };
  };
};

/** What one overlay gives, computed when it is first asked. */
type Layer = () => Readonly<Record<string, PackageReference | string>>;

const once = (work: Layer): Layer => {
  let known: ReturnType<Layer> | undefined;
  let begun = false;
  return () => {
    if (begun && known === undefined) throw readTooEarly();
    begun = true;
    known ??= work();
    return known;
  };
};

/** A package that is looked up when something of it is read. */
const deferred = (find: () => PackageReference): PackageReference =>
  new Proxy({} as PackageReference, {
    get: (_, key) => Reflect.get(find(), key),
    has: (_, key) => key === "kind" || Reflect.has(find(), key),
    ownKeys: () => Reflect.ownKeys(find()),
    getOwnPropertyDescriptor: (_, key) => {
      const found = Reflect.getOwnPropertyDescriptor(find(), key);
      return found && { ...found, configurable: true };
    },
  });

const readTooEarly = (): LaresError =>
  new LaresError({
    code: "overlay-cycle",
    message: "an overlay of lares.overlays reads a package that it is about to define",
    hint: "take it from `previous`, or hand on what `final` has without reading anything of it",
  });
