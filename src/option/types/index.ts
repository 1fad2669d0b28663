/** All option types, as `t`. */
export * from "./collection.ts";
export { type DagEntry, type DagEntryDefinition, dagOf, inOrder } from "./dag.ts";
export * from "./scalar.ts";
export * from "./submodule.ts";
export * from "./text.ts";
export * from "./union.ts";
export * from "./value.ts";
