/** The objects through which readers see a set of options: properties that are merged when they are read. */
import type { OptionTree } from "./module.ts";
import type { OptionSet } from "./option-set.ts";

/**
 * Most sets share one prototype of getters for each option tree, since a home can have tens of thousands of submodules;
 * freeform sets, and namespaces into which modules are loaded on use, get what they need of their own.
 */
export const makeConfig = (set: OptionSet, freeform: boolean): object => {
  if (freeform) return freeformConfig(set);
  if (set.session.unloadedNames(set.path).length > 0) return namespaceConfig(set);
  return new (configClass(set.tree))(set);
};

type ConfigClass = new (set: OptionSet) => object;
const configClasses = new WeakMap<OptionTree, ConfigClass>();

const configClass = (tree: OptionTree): ConfigClass => {
  const existing = configClasses.get(tree);
  if (existing !== undefined) return existing;
  class SharedConfig {
    readonly #set: OptionSet;
    constructor(set: OptionSet) {
      this.#set = set;
    }
    static {
      Object.defineProperty(SharedConfig.prototype, "toJSON", { value: inFull });
      for (const name of Object.keys(tree))
        Object.defineProperty(SharedConfig.prototype, name, {
          enumerable: true,
          get(this: SharedConfig) {
            return this.#set.get(name);
          },
        });
    }
  }
  configClasses.set(tree, SharedConfig);
  return SharedConfig;
};

/** `JSON.stringify` passes over a prototype's getters too. */
function inFull(this: Record<string, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const name in this) plain[name] = this[name];
  return plain;
}

const freeformConfig = (set: OptionSet): object => {
  const config = {};
  for (const name of set.names())
    Object.defineProperty(config, name, { enumerable: true, get: () => set.get(name) });
  return config;
};

const namespaceConfig = (set: OptionSet): object =>
  new Proxy(
    {},
    {
      get: (_, name) => (typeof name === "string" ? set.get(name) : undefined),
      has: (_, name) => typeof name === "string" && set.isReadable(name),
      ownKeys: () => [...set.names()],
      getOwnPropertyDescriptor: (_, name) =>
        typeof name === "string" && set.isReadable(name)
          ? { enumerable: true, configurable: true, get: () => set.get(name) }
          : undefined,
    },
  );
