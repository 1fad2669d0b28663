/**
 * Whose home it is. As root in the home of another (sudo with HOME kept) all that was written would be root's: the store
 * and the caches as much as what is in the home, and useless to whom the home belongs.
 */
import { LaresError } from "../base/errors.ts";
import { shownPath } from "../base/shown.ts";
import { isForeignHome, statusOf } from "./foreign-home.ts";

/** Throws `no-home` and `foreign-home`. */
export const assertOwnHome = ({ home }: { readonly home: string }): void => {
  if (statusOf(home)?.isDirectory() !== true)
    throw new LaresError({
      code: "no-home",
      message: `the home ${shownPath(home)} is not a folder`,
      hint: "set HOME to your home folder",
    });
  if (isForeignHome(home))
    throw new LaresError({
      code: "foreign-home",
      message: `you are root, but the home ${shownPath(home)} belongs to user ${statusOf(home)!.uid}`,
      details: ["nothing was changed"],
      hint: "run it as that user, without sudo; or set HOME to root's own home",
    });
};
