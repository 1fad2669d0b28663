import { exceptErrno } from "../base/errors.ts";
import { replaceFile } from "../system/durable.ts";
import { unlink } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { type StepsRecord, stepsFile } from "./steps-record.ts";

/** Apart from the reading, which a switch with nothing to do needs, and which loads less. */
export const writeStepsRecord = (places: Places, record: StepsRecord): void =>
  record.steps.length === 0
    ? exceptErrno(["ENOENT"], undefined, () => unlink(stepsFile(places)))
    : replaceFile(stepsFile(places), `${JSON.stringify(record, undefined, 1)}\n`, { mode: 0o600 });
