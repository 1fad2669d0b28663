/** `lares/module`: what a module is written with. */
import type {} from "./home/core.ts";

export { type Float, float, isFloat } from "./base/float.ts";
export type { Host } from "./base/host.ts";
export { bareName, isPackage, type PackageReference, packageNamed, programOf } from "./base/package.ts";
export { isOlder } from "./base/version.ts";
export type { Package } from "./derivation/package.ts";
export type { TextFile } from "./derivation/text.ts";
export type { Wrapping } from "./derivation/wrap.ts";
/** Generators of the common formats. */
export * from "./generators/command-line.ts";
export * from "./generators/css.ts";
export * from "./generators/desktop-entry.ts";
export * from "./generators/digest.ts";
export * from "./generators/fish.ts";
export * from "./generators/git-config.ts";
export * from "./generators/gvariant.ts";
export * from "./generators/hyprland.ts";
export * from "./generators/ini.ts";
export * from "./generators/json.ts";
export * from "./generators/kdl.ts";
export * from "./generators/key-value.ts";
export * from "./generators/lua.ts";
export * from "./generators/nix.ts";
export * from "./generators/nushell.ts";
export { compareText, sortedEntries } from "./generators/order.ts";
export * from "./generators/plist.ts";
export * from "./generators/readline.ts";
export * from "./generators/shell.ts";
export * from "./generators/ssh-config.ts";
export * from "./generators/systemd.ts";
export * from "./generators/toml.ts";
export * from "./generators/xml.ts";
export * from "./generators/xresources.ts";
export * from "./generators/yaml.ts";
/** By star, so that a module's `declare module "lares/module"` reaches the interfaces themselves. */
export type * from "./home/core.ts";
export * from "./home/file-text.ts";
export * as formats from "./home/formats.ts";
export { type Format, formatOf, isEmptyValue } from "./home/formats.ts";
export { fileEntries } from "./home/options/file-entry.ts";
export { shellIntegration } from "./home/options/session.ts";
/** The home's own pieces that modules build on. */
export { fishProfilePathLines, leadingPathCode } from "./home/profile-paths.ts";
export * from "./home/program.ts";
export { type PrintedNushell, printedNushellCode } from "./home/program-shells.ts";
export * from "./home/schedule.ts";
export type * from "./option/context.ts";
export { option, removed, renamed } from "./option/declare.ts";
export { defineModule, type Module, type ModuleSpecification } from "./option/module.ts";
export * from "./option/property.ts";
export type { ConfigOf, Def, DefsOf, Lazy, Option, Property } from "./option/shape.ts";
export type { Type } from "./option/type.ts";
export * as t from "./option/types/index.ts";
export type { Json, JsonDefinition } from "./option/types/value.ts";
