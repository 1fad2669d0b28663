/** Names inside the store directory that are not store paths. */
import { randomBytes } from "node:crypto";
import { type AbsolutePath, below } from "../base/paths.ts";

/** What is being written, or being removed: never a store path, always free for the collector once nobody writes it. */
export const storeTemporaryPrefix = ".lares-tmp-";

export const temporaryPlaceIn = (storeDir: AbsolutePath): AbsolutePath =>
  below(storeDir, `${storeTemporaryPrefix}${randomBytes(8).toString("hex")}`);

export const linksDirectory = (storeDir: AbsolutePath): AbsolutePath => below(storeDir, linksName);
export const linksName = ".links";
