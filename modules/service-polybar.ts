/** Polybar, a status bar for X: `polybar/config.ini`, and the script that starts its bars. */
import {
  type ConfigOf,
  defineProgram,
  isFloat,
  joinText,
  linesOption,
  option,
  packageNamed,
  plainValue,
  programOptions,
  type Scalar,
  sortedEntries,
  sourcePath,
  type TreeOf,
  t,
  toIni,
} from "lares/module";
import { binFolders } from "./session-services/unit.ts";

const sections = t.attrsOf(t.attrsOf(t.oneOf(t.str, t.bool, t.numeral, t.listOf(t.str))));

const options = {
  ...programOptions("Polybar, a status bar", packageNamed("polybar")),
  config: option(
    t.coercedTo(sourcePath, (path: string) => ({ "section/base": { "include-file": path } }), sections),
    {
      default: {},
      description: "Sections with their keys as Polybar names them, or the path of a file that is included.",
      example: { "bar/top": { width: "100%", height: "3%", "modules-center": "date" } },
    },
  ),
  settings: option(t.attrsOf(t.jsonObject), {
    default: {},
    description:
      "Sections with nested keys: `format.volume` is `format-volume`, `text` is the key it stands below itself, a list is `key-0`, `key-1` ….",
    example: { "module/volume": { type: "internal/pulseaudio", label: { muted: { text: "🔇" } } } },
  }),
  extraConfig: linesOption("Further lines of the configuration."),
  script: option(t.lines, {
    description: "The script that starts the bars: it must not wait for them.",
    example: "polybar bar &",
  }),
};
export interface PolybarOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly polybar: PolybarOptions;
  }
}

type Own = ConfigOf<typeof options>;

/** Spaces at either end count only in quotes. */
const valueText = (value: Scalar, key: string): string =>
  typeof value === "string" && key !== "include-file" && /^ | $/.test(value)
    ? `"${value}"`
    : plainValue(value);

const textOf = ({ config, settings, extraConfig }: Own): string =>
  joinText(
    toIni(config as never, { value: valueText, lists: { join: " " } }),
    toIni(Object.fromEntries(Object.entries(settings).map(([name, keys]) => [name, flat(keys as object)])), {
      value: valueText,
    }),
    extraConfig,
  )?.text ?? "";

const flat = (keys: object): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(
    sortedEntries(keys as Readonly<Record<string, unknown>>).flatMap(([key, value]) => pairs(key, value)),
  );

const pairs = (key: string, value: unknown): readonly (readonly [string, Scalar])[] => {
  if (Array.isArray(value)) return value.flatMap((one, index) => pairs(`${key}-${index}`, one));
  if (!isNested(value)) return [[key, value as Scalar]];
  return sortedEntries(value).flatMap(([name, one]) => pairs(name === "text" ? key : `${key}-${name}`, one));
};

const isNested = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !isFloat(value);

export default defineProgram("services.polybar", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: (own) => ({ "polybar/config.ini": joinText(textOf(own)) }),
  units: (own, { lib }) => {
    const text = textOf(own);
    return {
      services: {
        polybar: {
          Unit: {
            Description: "Polybar status bar",
            PartOf: ["tray.target"],
            ...(text !== "" && { "X-Restart-Triggers": [`${lib.text("polybar.conf", text)}`] }),
          },
          Service: {
            Type: "forking",
            Environment: [
              `PATH=${[binFolders(lib, own.package ?? "polybar"), "/run/wrappers/bin:/usr/local/bin:/usr/bin:/bin"].filter(Boolean).join(":")}`,
            ],
            ExecStart: `${lib.textFile({ name: "polybar-start", text: `#!/bin/sh\n${own.script}\n`, executable: true, destination: "/bin/polybar-start" })}/bin/polybar-start`,
            Restart: "on-failure",
          },
          Install: { WantedBy: ["tray.target"] },
        },
      },
    };
  },
});
