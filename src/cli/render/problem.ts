/** An error, as design and manual promise it: what, where, why, what to do. */
import { formatPlace, type LaresError } from "../../base/errors.ts";
import type { Palette } from "./colour.ts";
import { hangingText } from "./layout.ts";
import { shortPath } from "./paths.ts";
import { printable } from "./printable.ts";

/** `columns`: of the terminal, where it is for one. */
export const renderProblem = (
  error: LaresError,
  colour: Palette,
  columns = Number.POSITIVE_INFINITY,
): string => {
  const details = error.details.flatMap((detail) => detail.split("\n")).map((line) => `  ${printable(line)}`);
  const place =
    error.place === undefined || mentionsPlace(error)
      ? []
      : [`  at ${printable(formatPlace({ ...error.place, file: shortPath(error.place.file) }))}`];
  const hint =
    error.hint === undefined ? [] : hangingText(`  ${colour.cyan("hint:")} `, printable(error.hint), columns);
  return [
    ...hangingText(`${colour.bold(colour.red("error:"))} `, printable(error.message), columns),
    ...details,
    ...place,
    ...hint,
  ].join("\n");
};

const mentionsPlace = ({ place, details, message }: LaresError): boolean =>
  place !== undefined && [message, ...details].some((line) => line.includes(formatPlace(place)));

/** The same for programs; part of what --json prints when a command fails. */
export const problemAsJson = (error: LaresError): unknown => ({
  error: {
    code: error.code,
    message: error.message,
    details: error.details,
    ...(error.place === undefined ? {} : { place: error.place }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  },
});
