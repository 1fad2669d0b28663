/** All option types, as `t`. */
export * from "./collection.ts";
export * from "./scalar.ts";
export * from "./submodule.ts";
export * from "./text.ts";
export * from "./union.ts";
export * from "./value.ts";
