/** kanshi arranges outputs as they come and go: `kanshi/config`. */
import {
  type ConfigOf,
  defineProgram,
  joinText,
  linesOption,
  option,
  programOptions,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const output = t.submodule({
  criteria: option(t.str, { description: "The output: its name, its description, or `*`." }),
  alias: option(t.nullOr(t.str), { default: null, description: "A name for it, used as `$name`." }),
  status: option(t.nullOr(t.enum("enable", "disable")), { default: null, description: "Whether it is on." }),
  mode: option(t.nullOr(t.str), {
    default: null,
    description: "Its size and rate.",
    example: "1920x1080@60Hz",
  }),
  position: option(t.nullOr(t.str), { default: null, description: "Where it lies.", example: "1600,0" }),
  scale: option(t.nullOr(t.float), { default: null, description: "How much it magnifies.", example: 2 }),
  transform: option(
    t.nullOr(t.enum("normal", "90", "180", "270", "flipped", "flipped-90", "flipped-180", "flipped-270")),
    { default: null, description: "How it is turned." },
  ),
  adaptiveSync: option(t.nullOr(t.bool), {
    default: null,
    description: "Whether its rate follows the picture.",
  }),
});

const profile = t.submodule({
  name: option(t.str, { default: "", description: "The profile's name." }),
  outputs: option(t.listOf(output), {
    default: [],
    description: "The outputs it is for: all must be there.",
  }),
  exec: option(
    t.coercedTo(t.str, (one: string) => [one], t.listOf(t.str)),
    {
      default: [],
      description: "Commands that run once it is chosen.",
    },
  ),
});

const directive = t.submodule({
  include: option(t.nullOr(t.str), { default: null, description: "Another file." }),
  output: option(t.nullOr(output), {
    default: null,
    description: "What holds for an output in every profile.",
  }),
  profile: option(t.nullOr(profile), { default: null, description: "A profile." }),
});

const options = {
  ...programOptions("kanshi", "kanshi"),
  settings: option(t.listOf(directive), {
    default: [],
    description: "Its directives, in order: each has one of `include`, `output` and `profile`.",
    example: [{ profile: { name: "nomad", outputs: [{ criteria: "eDP-1", status: "enable" }] } }],
  }),
  profiles: option(t.attrsOf(profile), {
    default: {},
    description: "Profiles by name; `settings` keeps their order.",
  }),
  extraConfig: linesOption("Further lines of the configuration."),
  systemdTarget: option(t.str, {
    default: ({ config }) => config.wayland.systemd.target,
    defaultText: "wayland.systemd.target",
    description: "The target that starts the service.",
    example: "sway-session.target",
  }),
};
export interface KanshiOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly kanshi: KanshiOptions;
  }
}

type Own = ConfigOf<typeof options>;
type Profile = Own["profiles"][string];
type Output = Profile["outputs"][number];

const textOf = ({ settings, profiles }: Own): string =>
  [
    ...settings.map(({ include, output, profile }) =>
      [
        include === null ? "" : `include "${include}"\n`,
        output === null ? "" : `${outputLine(output)}\n`,
        profile === null ? "" : profileText(profile.name, profile),
      ].join(""),
    ),
    ...sortedEntries(profiles).map(([key, one]) => profileText(one.name || key, one)),
  ].join("");

const hasConfig = (own: Own): boolean => textOf(own) + own.extraConfig !== "";

const outputLine = ({
  criteria,
  alias,
  status,
  mode,
  position,
  scale,
  transform,
  adaptiveSync,
}: Output): string =>
  [
    `output "${criteria}"`,
    status,
    mode !== null && `mode ${mode}`,
    position !== null && `position ${position}`,
    scale !== null && `scale ${scale.toFixed(6)}`,
    transform !== null && `transform ${transform}`,
    adaptiveSync !== null && `adaptive_sync ${adaptiveSync ? "on" : "off"}`,
    alias !== null && `alias $${alias}`,
  ]
    .filter(Boolean)
    .join(" ");

const profileText = (name: string, { outputs, exec }: Profile): string =>
  `profile ${name} {\n${[...outputs.map(outputLine), ...exec.map((one) => `exec ${one}`)].map((line) => `  ${line}\n`).join("")}}\n`;

export default defineProgram("services.kanshi", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  warnings: ({ profiles, extraConfig }) => [
    Object.keys(profiles).length > 0 &&
      "services.kanshi.profiles has no order, and is deprecated: list the profiles in services.kanshi.settings.",
    extraConfig !== "" && "services.kanshi.extraConfig is deprecated: say it in services.kanshi.settings.",
  ],
  assertions: ({ settings, profiles, extraConfig }) => [
    {
      assertion: settings.length === 0 || (Object.keys(profiles).length === 0 && extraConfig === ""),
      message:
        "services.kanshi has settings beside profiles or extraConfig, whose place among them nobody could tell: keep settings.",
    },
    {
      assertion: settings.every(
        ({ profile }) => profile === null || profile.outputs.every(({ alias }) => alias === null),
      ),
      message:
        "services.kanshi.settings has an alias of an output in a profile, but kanshi knows aliases in all or none: give it in an `output` of its own.",
    },
  ],
  files: (own) => ({ "kanshi/config": joinText(textOf(own), own.extraConfig) }),
  units: (own, { lib }) => ({
    services: {
      kanshi: {
        Unit: waylandUnit("Dynamic output configuration", own.systemdTarget, {
          Documentation: "man:kanshi(1)",
          ...(hasConfig(own) && {
            "X-Restart-Triggers": [`${lib.text("hm_kanshiconfig", textOf(own) + own.extraConfig)}`],
          }),
        }),
        Service: {
          Type: "simple",
          ExecStart: lib.program(own.package ?? "kanshi", "kanshi"),
          Restart: "always",
        },
        Install: { WantedBy: [own.systemdTarget] },
      },
    },
  }),
});
