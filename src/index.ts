/** `lares`: what a home is written with. */
import type {} from "./home/core.ts";

export { float } from "./base/float.ts";
export type { Host, HostEntry } from "./base/host.ts";
export { packageNamed } from "./base/package.ts";
export type { Config, Context, Definitions } from "./option/context.ts";
export { defineHome, type HomeDefinitions } from "./option/module.ts";
export {
  mkAfter,
  mkBefore,
  mkDefault,
  mkForce,
  mkIf,
  mkMerge,
  mkOptionDefault,
  mkOrder,
  mkOverride,
} from "./option/property.ts";
