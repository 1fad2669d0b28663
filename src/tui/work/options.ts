/** All options there are, and what one comes to in this home. */
import { formatPlace } from "../../base/errors.ts";
import { shortPath } from "../../cli/render/paths.ts";
import { printPath } from "../../option/option-error.ts";
import { documentedModules } from "../../pipeline/option-library.ts";
import { describeOption } from "../../pipeline/option-report.ts";
import type { WorkContext } from "./context.ts";
import type { OptionDetail, OptionRow } from "./requests.ts";

export const readOptions = (): readonly OptionRow[] =>
  documentedModules().flatMap(({ options }) =>
    options.map(({ path, type, description, default: otherwise, example }) => ({
      path: path.map((name) => (/^[<*]/.test(name) ? name : printPath([name]))).join("."),
      type,
      ...(description !== undefined && { description }),
      ...(otherwise !== undefined && { default: otherwise }),
      ...(example !== undefined && { example }),
    })),
  );

/** Those inside sets and lists have a value for each element only: nothing to ask for. */
export const readOption = async ({ request }: WorkContext, path: string): Promise<OptionDetail> => {
  if (/[<*]/.test(path)) return { valueText: "", definitions: [] };
  const report = await describeOption(request, path);
  if (report === undefined) return { valueText: "", definitions: [] };
  return {
    valueText: report.valueText,
    ...(report.error !== undefined && { error: report.error }),
    definitions: report.definitions.map(({ place, valueText, priority, prevails }) => ({
      place: formatPlace({ ...place, file: shortPath(place.file) }),
      valueText,
      priority,
      prevails,
    })),
  };
};
