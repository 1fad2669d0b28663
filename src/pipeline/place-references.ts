/** Where the configuration names a package that cannot be locked. */
import { LaresError, type Place } from "../base/errors.ts";
import { readTextIfAny } from "../system/files.ts";

/** Runs `work`; an error that is about one of `references` gets the place in `files` where that is written. */
export const placingReferences = async <T>(
  files: readonly string[],
  references: readonly string[],
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LaresError) || error.place !== undefined) throw error;
    const [meant] = references
      .filter((reference) => error.message.includes(reference))
      .sort((a, b) => b.length - a.length);
    const place = meant === undefined ? undefined : placeOf(meant, files);
    throw place === undefined ? error : withPlace(error, place);
  }
};

const placeOf = (reference: string, files: readonly string[]): Place | undefined => {
  for (const file of files) {
    const lines = (readTextIfAny(file) ?? "").split("\n");
    for (const [at, line] of lines.entries()) {
      const column = ["'", '"', "`"]
        .map((quote) => line.indexOf(`${quote}${reference}${quote}`))
        .find((found) => found >= 0);
      if (column !== undefined) return { file, line: at + 1, column: column + 1 };
    }
  }
  return undefined;
};

const withPlace = ({ code, message, details, hint, exitCode, cause }: LaresError, place: Place): LaresError =>
  new LaresError({ code, message, details, exitCode, cause, ...(hint !== undefined && { hint }), place });
