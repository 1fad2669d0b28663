/** EasyEffects, effects for PipeWire: presets, and the service. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  formats,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
  toIni,
  toJson,
} from "lares/module";
import { graphicalSession } from "./session-services/unit.ts";

const byDirection = t.submodule({
  input: option(t.nullOr(t.str), { default: null, description: "The preset of what is recorded." }),
  output: option(t.nullOr(t.str), { default: null, description: "The preset of what is played." }),
});

const options = {
  ...programOptions("EasyEffects, effects for PipeWire", packageNamed("easyeffects")),
  preset: option(t.either(t.str, byDirection), {
    default: "",
    description: "The preset it starts with, or one for each direction.",
    example: { input: "voice", output: "music" },
  }),
  extraPresets: option(t.nullOr(t.attrsOf(t.jsonObject)), {
    default: {},
    description: "Presets, by name: `input` and `output` with their effects.",
  }),
  settings: option(t.attrsOf(t.attrsOf(formats.iniAtom)), {
    default: {},
    description: "Settings by group. EasyEffects writes this file too: it is a copy.",
    example: { StreamOutputs: { useDefaultOutputDevice: true } },
  }),
};
export interface EasyeffectsOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly easyeffects: EasyeffectsOptions;
  }
}

type Own = ConfigOf<typeof options>;

const isBefore = ({ package: easyeffects }: Own, ...wanted: readonly number[]): boolean => {
  const parts = easyeffects?.version?.split(".").map(Number);
  if (parts === undefined) return false;
  const at = wanted.findIndex((part, index) => (parts[index] ?? 0) !== part);
  return at >= 0 && (parts[at] ?? 0) < wanted[at]!;
};

const presetFiles = ({ extraPresets }: Own) =>
  Object.fromEntries(
    Object.entries(extraPresets ?? {}).flatMap(([name, preset]) =>
      Object.entries(preset as object).map(([direction, effects]) => [
        `data:easyeffects/${direction}/${name}.json`,
        { text: toJson({ [direction]: effects }) },
      ]),
    ),
  );

const presetWords = ({ preset }: Own): readonly string[] => {
  if (typeof preset === "string") return preset === "" ? [] : ["--load-preset", preset];
  return [
    ...(preset.input === null ? [] : ["--load-input-preset", preset.input]),
    ...(preset.output === null ? [] : ["--load-output-preset", preset.output]),
  ];
};

const service = (own: Own, { lib }: Context) => {
  const program = lib.program(own.package ?? "easyeffects");
  const mode = isBefore(own, 8) ? ["--gapplication-service"] : ["--hide-window", "--service-mode"];
  return {
    Unit: {
      Description: "Easyeffects daemon",
      Requires: ["dbus.service"],
      After: [graphicalSession],
      PartOf: [graphicalSession, "pipewire.service"],
    },
    Service: {
      ExecStart: [program, ...mode, ...presetWords(own)].join(" "),
      ExecStop: `${program} --quit`,
      KillMode: "mixed",
      Restart: "on-failure",
      RestartSec: 5,
      TimeoutStopSec: 10,
    },
    Install: { WantedBy: [graphicalSession] },
  };
};

export default defineProgram("services.easyeffects", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  assertions: (own) => [
    {
      assertion: typeof own.preset === "string" || !isBefore(own, 8, 0, 9),
      message:
        "services.easyeffects.preset: one preset for each direction is known to EasyEffects from 8.0.9 on.",
    },
  ],
  files: (own) => ({
    ...presetFiles(own),
    "easyeffects/db/easyeffectsrc": Object.keys(own.settings).length > 0 && {
      text: toIni(own.settings as never),
      mode: "copy",
    },
  }),
  units: (own, context) => ({ services: { easyeffects: service(own, context) } }),
});
