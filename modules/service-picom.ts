/** picom, a compositor for X: `picom/picom.conf`. */
import {
  type ConfigOf,
  defineProgram,
  float,
  isFloat,
  linesOption,
  option,
  packageNamed,
  plainValue,
  programOptions,
  quoteShellWords,
  removed,
  renamed,
  type Scalar,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";
import { graphicalSession, sessionUnit } from "./session-services/unit.ts";

const opacity = (of: string, initial: number, least = 0) =>
  option(share(least), {
    default: () => (Number.isInteger(initial) ? float(initial) : initial),
    description: `The opacity of ${of}, from ${least} to 1.`,
    example: 0.8,
  });

const share = (least: number) =>
  t.refined(t.numeral, `number from ${least} to 1`, (value) => {
    const number = isFloat(value) ? value.value : value;
    return number >= least && number <= 1;
  });

const pair = <T, D>(type: Parameters<typeof t.listOf<T, D>>[0]) =>
  t.refined(t.listOf(type), "pair", (list) => list.length === 2);

const conditions = (description: string) =>
  option(t.listOf(t.str), {
    default: [],
    description,
    example: ["window_type *= 'menu'", "name ~= 'Firefox$'"],
  });

const options = {
  ...programOptions("picom, a compositor for X", packageNamed("picom")),
  fade: option(t.bool, { default: false, description: "Whether windows fade in and out." }),
  fadeDelta: option(t.positive, {
    default: 10,
    description: "The time of a step of fading, in milliseconds.",
  }),
  fadeSteps: option(pair(share(0.01)), {
    default: [0.028, 0.03],
    description: "How much opacity changes in a step, in and out.",
    example: [0.04, 0.04],
  }),
  fadeExclude: conditions("Windows that do not fade."),
  shadow: option(t.bool, { default: false, description: "Whether windows have shadows." }),
  shadowOffsets: option(pair(t.int), {
    default: [-15, -15],
    description: "Where a shadow lies beside its window, across and down, in pixels.",
    example: [-10, -15],
  }),
  shadowOpacity: opacity("shadows", 0.75),
  shadowExclude: conditions("Windows without a shadow."),
  activeOpacity: opacity("the focused window", 1),
  inactiveOpacity: opacity("other windows", 1, 0.1),
  menuOpacity: opacity("menus", 1),
  wintypes: option(t.jsonObject, {
    default: ({ config }) => {
      const menu = { opacity: config.services.picom.menuOpacity };
      return { dropdown_menu: menu, popup_menu: menu };
    },
    defaultText: "the opacity of menus",
    description: "Rules by type of window.",
    example: {},
  }),
  opacityRules: option(t.listOf(t.str), {
    default: [],
    description: "Opacities of certain windows: a percentage, a colon, and which.",
    example: ["95:class_g = 'URxvt' && !_NET_WM_STATE@:32a"],
  }),
  backend: option(t.enum("egl", "glx", "xrender", "xr_glx_hybrid"), {
    default: "xrender",
    description: "What draws.",
  }),
  vSync: option(t.bool, { default: false, description: "Whether it draws in step with the screen." }),
  extraArgs: option(t.listOf(t.str), {
    default: [],
    description: "Further arguments.",
    example: ["--legacy-backends"],
  }),
  settings: option(t.jsonObject, {
    default: {},
    description: "Further settings; they count before what the other options say.",
    example: { blur: { method: "gaussian", size: 10 } },
  }),
  extraConfig: linesOption("Further lines of the configuration."),
  opacityRule: renamed("services.picom.opacityRules"),
  experimentalBackends: removed("picom has one set of backends now"),
  refreshRate: removed("picom asks the screen itself"),
  extraOptions: removed("use settings or extraConfig"),
};
export interface PicomOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly picom: PicomOptions;
  }
}

type Own = ConfigOf<typeof options>;

const allSettings = (own: Own): Readonly<Record<string, unknown>> => ({
  fading: own.fade,
  "fade-delta": own.fadeDelta,
  "fade-in-step": own.fadeSteps[0],
  "fade-out-step": own.fadeSteps[1],
  "fade-exclude": own.fadeExclude,
  shadow: own.shadow,
  "shadow-offset-x": own.shadowOffsets[0],
  "shadow-offset-y": own.shadowOffsets[1],
  "shadow-opacity": own.shadowOpacity,
  "shadow-exclude": own.shadowExclude,
  "active-opacity": own.activeOpacity,
  "inactive-opacity": own.inactiveOpacity,
  wintypes: own.wintypes,
  "opacity-rule": own.opacityRules,
  backend: own.backend,
  vsync: own.vSync,
  ...(own.settings as object),
});

const textOf = (own: Own): string =>
  [
    ...sortedEntries(allSettings(own)).map(([name, value]) => settingText(name, value)),
    own.extraConfig.trimEnd(),
  ]
    .join("\n")
    .replace(/\n*$/, "\n");

/** libconfig (hyperrealm.github.io/libconfig): arrays of scalars in brackets, lists of groups in parentheses. */
const settingText = (name: string, value: unknown): string => `${name}=${valueText(value)};`;

const valueText = (value: unknown): string => {
  if (Array.isArray(value)) {
    const texts = value.map(valueText).join(" , ");
    return value.some(isGroup) ? `( ${texts} )` : `[ ${texts} ]`;
  }
  if (isGroup(value))
    return `{ ${sortedEntries(value)
      .map(([name, one]) => settingText(name, one))
      .join(" ")} }`;
  return typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : plainValue(value as Scalar);
};

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isFloat(value);

export default defineProgram("services.picom", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: (own) => ({ "picom/picom.conf": { text: textOf(own) } }),
  units: (own, { lib }) => ({
    services: {
      picom: {
        Unit: sessionUnit("Picom X11 compositor", graphicalSession),
        Service: {
          ExecStart: quoteShellWords([
            lib.program(own.package ?? "picom"),
            "--config",
            `${lib.text("hm_picompicom.conf", textOf(own))}`,
            ...own.extraArgs,
          ]),
          Restart: "always",
          RestartSec: 3,
        },
        Install: { WantedBy: [graphicalSession] },
      },
    },
  }),
});
