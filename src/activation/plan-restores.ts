/** Backups back to their places, where these are free or become so. */

import { exceptErrno } from "../base/errors.ts";
import { within } from "../base/paths.ts";
import { temporaryBeside } from "../system/durable.ts";
import * as files from "../system/files.ts";
import type { Backup } from "./backup-index.ts";
import type { Planning } from "./planning.ts";
import { ancestors } from "./target.ts";

export const planRestores = (
  planning: Planning,
  backups: readonly Backup[],
  leaving: ReadonlySet<string>,
): void => {
  const { places, draft, parents } = planning;
  const paths = new Set(backups.map(({ path }) => path));
  for (const { path, at } of backups) {
    const home = within(places.home, path);
    if (home === undefined || ancestors(path).some((ancestor) => paths.has(ancestor))) {
      draft.notes.push({
        path,
        what: "its backup was not put back, since another one goes to a folder it is in",
      });
      continue;
    }
    const taken = exceptErrno(["EACCES"], true, () => files.lstat(path) !== undefined) && !leaving.has(home);
    const parent = taken ? undefined : parents.of(home, undefined);
    if (parent === undefined || parent.state === "blocked") {
      draft.notes.push({ path: home, what: "its backup was not put back, since its place is taken" });
      continue;
    }
    parents.needsWriting(parent, home, undefined);
    draft.act("restore", home);
    draft.after("places", { do: "restore", path, at, aside: temporaryBeside(path) });
  }
};
