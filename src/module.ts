/** `lares/module`: what a module is written with. */

export type { Host } from "./base/host.ts";
export { isPackage, type PackageReference, packageNamed, programOf } from "./base/package.ts";
export type {
  Config,
  Context,
  Definitions,
  Lib,
  Options,
  ProgramOptions,
  ServiceOptions,
} from "./option/context.ts";
export { option, removed, renamed } from "./option/declare.ts";
export { defineModule, type Module, type ModuleSpecification } from "./option/module.ts";
export * from "./option/property.ts";
export type { ConfigOf, Def, DefsOf, Lazy, Option, Property } from "./option/shape.ts";
export type { Type } from "./option/type.ts";
export * as t from "./option/types/index.ts";
export type { Json, JsonDefinition } from "./option/types/value.ts";
