/** htop: `htop/htoprc`. */
import {
  type Context,
  defineProgram,
  option,
  programOptions,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

type Value = boolean | number | string | readonly (number | string)[];

const options = {
  ...programOptions("htop, a viewer of processes", "htop"),
  settings: option(t.attrsOf(t.oneOf(t.bool, t.int, t.str, t.listOf(t.either(t.int, t.str)))), {
    default: {},
    description:
      "Settings, as `htop/htoprc` holds them. Lists are written with spaces, true and false as 1 and 0; columns that are not chosen are htop's usual ones.",
    example: { hide_kernel_threads: true, color_scheme: 6, fields: [0, 48, 17, 18, 46, 47, 49, 1] },
  }),
};
export interface HtopOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly htop: HtopOptions;
  }
}

export default defineProgram("programs.htop", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) =>
    Object.keys(settings).length === 0 ? {} : { "htop/htoprc": { text: htoprc(settings, context) } },
});

/** A layout that stood after the columns would reset them: it comes first. */
function htoprc(settings: Readonly<Record<string, Value>>, { host }: Context): string {
  const all: Readonly<Record<string, Value>> = { fields: usualFields(host.os), ...settings };
  const { header_layout, ...others } = all;
  const first = header_layout === undefined ? [] : [["header_layout", header_layout] as const];
  return [...first, ...sortedEntries(others)]
    .map(([name, value]) => `${name}=${valueText(value)}\n`)
    .join("");
}

/** Columns by htop's numbers; shared memory (40) is known on Linux only. */
function usualFields(os: string): readonly number[] {
  return [0, 48, 17, 18, 38, 39, ...(os === "linux" ? [40] : []), 2, 46, 47, 49, 1];
}

function valueText(value: Value): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return Array.isArray(value) ? value.join(" ") : String(value);
}
