/** `lares`: what a home is written with. */
export { packageNamed } from "./base/package.ts";
export type { Config, Context, Definitions } from "./option/context.ts";
export { defineHome } from "./option/module.ts";
export {
  mkAfter,
  mkBefore,
  mkDefault,
  mkForce,
  mkIf,
  mkMerge,
  mkOrder,
  mkOverride,
} from "./option/property.ts";
