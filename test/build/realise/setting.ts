/** A store of its own and derivations in it, for real builds. */
import { onTestFinished } from "vitest";
import type { AbsolutePath, StorePath } from "../../../src/base/paths.ts";
import type { BuiltinBuilder } from "../../../src/build/builtin-builder.ts";
import type { RealiseEvent } from "../../../src/build/realise/events.ts";
import { type RealiseRequest, realise } from "../../../src/build/realise/realise.ts";
import type { BuildSettings } from "../../../src/build/realise/settings.ts";
import type { Confinement } from "../../../src/build/sandbox/sandbox.ts";
import type { Substituter } from "../../../src/cache/substituter.ts";
import type { DerivationSpecification, Instantiated } from "../../../src/derivation/instantiate.ts";
import { systemOf } from "../../../src/derivation/platform.ts";
import { beginSession, derivationAt, instantiate } from "../../../src/derivation/session.ts";
import type { StoreSource } from "../../../src/home/description.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { LocalStore } from "../../../src/store/store.ts";
import type { Places } from "../../../src/system/places.ts";
import { temporaryFolder, temporaryPlaces } from "../../store/places.ts";

export const defaultSettings: BuildSettings = {
  maxJobs: 2,
  cores: 1,
  sandbox: "auto",
  buildTimeout: null,
  silentTimeout: null,
  substituters: [],
  trustedPublicKeys: [],
  keepFailed: false,
  keepGoing: false,
};

export interface Setting {
  readonly places: Places;
  readonly store: LocalStore;
  readonly events: RealiseEvent[];
  readonly folder: AbsolutePath;
  /** As the end of a process does: what it protected is protected no more. */
  close(): void;
  /** A shell script as a derivation; `$out` and what it names are in its environment. */
  script(name: string, text: string, more?: Partial<DerivationSpecification>): Instantiated;
  realise(made: readonly Instantiated[], more?: Partial<RealiseOptions>): Promise<void>;
  request(made: readonly Instantiated[], more?: Partial<RealiseOptions>): RealiseRequest;
}

export interface RealiseOptions {
  readonly settings: Partial<BuildSettings>;
  readonly substituters: readonly Substituter[];
  readonly builtins: Readonly<Record<string, () => Promise<BuiltinBuilder>>>;
  readonly signal: AbortSignal;
  readonly sources: readonly StoreSource[];
  readonly wanted: readonly StorePath[];
  readonly confinement: Confinement;
  readonly onEvent: (event: RealiseEvent) => void;
}

export const buildSetting = (places: Places = temporaryPlaces()): Setting => {
  const store = openStore(places);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) store.close();
    isOpen = false;
  };
  onTestFinished(close);
  const folder = temporaryFolder();
  const system = systemOf({ os: process.platform, arch: process.arch });
  beginSession({ storeDir: places.storeDir, system, folder, onLook: () => {} });
  const events: RealiseEvent[] = [];
  const request: Setting["request"] = (made, more = {}) => ({
    store,
    varDir: places.varDir,
    derivations: textsOf(made),
    wanted: made.flatMap(({ outputs }) => Object.values(outputs)),
    sources: [],
    substituters: [],
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    ...more,
    settings: { ...defaultSettings, ...more.settings },
  });
  return {
    places,
    store,
    events,
    folder,
    close,
    script: (name, text, more = {}) =>
      instantiate({
        name,
        system,
        builder: "/bin/sh",
        args: ["-eu", "-c", text],
        ...more,
        environment: { PATH: "/usr/bin:/bin", ...more.environment },
      }),
    request,
    realise: (made, more) => realise(request(made, more)),
  };
};

/** With all that they need. */
export const textsOf = (made: readonly Instantiated[]): Record<StorePath, string> => {
  const texts: Record<StorePath, string> = {};
  const visit = ({ drvPath, text, derivation }: Instantiated): void => {
    if (texts[drvPath] !== undefined) return;
    texts[drvPath] = text;
    for (const input of Object.keys(derivation.inputDerivations)) visit(derivationAt(input as StorePath));
  };
  for (const one of made) visit(one);
  return texts;
};

/** The error that a realisation ends with. */
export const failureOf = async (
  work: Promise<unknown>,
): Promise<{ code: string; message: string; details: readonly string[]; hint?: string }> => {
  try {
    await work;
  } catch (error) {
    return error as never;
  }
  throw new Error("it did not fail");
};
