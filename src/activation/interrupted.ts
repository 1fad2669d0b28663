/** Whether a switch was broken off. While another command is at work there is a journal too: its holder of the lock lives. */
import { lockHolder } from "../system/lock.ts";
import type { Places } from "../system/places.ts";
import { hasJournal, lockFile } from "./journal-file.ts";

/** Asked twice: a watch makes and removes a journal with each save, and may do so between the two looks. */
export const isInterrupted = (places: Places): boolean => isLeft(places) && isLeft(places);

const isLeft = (places: Places): boolean =>
  hasJournal(places) && lockHolder(lockFile(places)) === undefined && hasJournal(places);
