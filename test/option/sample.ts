/** A small option world for the tests of the module system. */
import type { Host } from "../../src/base/host.ts";
import { option } from "../../src/option/declare.ts";
import { type Evaluation, evaluate } from "../../src/option/evaluation.ts";
import { defineModule, emptyRegistry, type Module, type ModuleRegistry } from "../../src/option/module.ts";
import * as t from "../../src/option/types/index.ts";

export const host: Host = {
  os: "linux",
  arch: "x64",
  name: "lar",
  user: "ada",
  home: "/home/ada",
  uid: 1000,
  wsl: false,
  container: false,
};

/** A module that declares `options` at the root. */
export const declaring = (options: object, config: unknown = {}): Module =>
  defineModule({ url: "file:///lib/sample.ts", options, config: config as never });

/** A user's configuration in `file`. */
export const defining = (config: unknown, file = "/conf/home.config.ts"): Module =>
  ({ ...defineModule({ config: config as never }), source: { file } }) as Module;

export const read = <T>(
  modules: readonly Module[],
  reader: (config: any, evaluation: Evaluation) => T,
  registry: ModuleRegistry = emptyRegistry,
): T =>
  evaluate(
    {
      core: [],
      modules,
      registry,
      context: { host, lib: {} as never },
      resolvePackage: (reference) => reference,
    },
    (evaluation) => reader(evaluation.config, evaluation),
  );

/** The value of the one option `it`, of the given type, under these definitions. */
export const merge = (type: any, ...definitions: unknown[]): unknown =>
  read(
    [
      declaring({ it: option(type) }),
      ...definitions.map((it, i) => defining({ it }, `/conf/${"abcdefgh"[i]}.ts`)),
    ],
    (config) => config.it,
  );

export { option, t };
