/**
 * Generations as gc roots, in Nix's layout: an indirect root `<var>/gcroots/auto/<name>` → the generation's link,
 * which leads into the store. (Nix follows a link in gcroots one step further, but never into a folder of links.)
 */
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { unlink } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export const rootsFolder = (places: Places): AbsolutePath => below(places.varDir, "gcroots", "auto");

export const generationRoot = (places: Places, number: number): AbsolutePath =>
  below(rootsFolder(places), `lares-home-${number}`);

export const forgetRoot = (places: Places, number: number): void =>
  exceptErrno(["ENOENT", "ENOTDIR"], undefined, () => unlink(generationRoot(places, number)));
