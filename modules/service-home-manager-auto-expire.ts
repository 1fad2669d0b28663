/** Home Manager's name for `lares.gc`, so that homes carry over. */
import { type ConfigOf, type Context, defineProgram, option, type TreeOf, t } from "lares/module";
import { type Errand, errandAgents, errandUnits, lares } from "./errands/errand.ts";

const options = {
  enable: option(t.bool, { default: false, description: "Whether old generations go from time to time." }),
  frequency: option(t.str, {
    default: "monthly",
    description: "When, in systemd's calendar notation; on macOS one of its shorthands.",
    example: "weekly",
  }),
  timestamp: option(t.str, {
    default: "-30 days",
    description: "How old generations are that go: a number of hours, days, weeks, months or years ago.",
    example: "-7 days",
  }),
  store: {
    cleanup: option(t.bool, {
      default: false,
      description: "Of no effect: what no generation needs goes with them always.",
    }),
    options: option(t.str, { default: "", description: "Of no effect, as `cleanup`." }),
  },
};
export interface HomeManagerAutoExpireOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface HomeManagerServiceOptions {
    readonly autoExpire: HomeManagerAutoExpireOptions;
  }
}

const spans: Readonly<Record<string, readonly [number, string]>> = {
  hour: [1, "h"],
  day: [1, "d"],
  week: [1, "w"],
  month: [30, "d"],
  year: [365, "d"],
};

/** `-30 days` → `30d`. */
const ageOf = (timestamp: string): string | undefined => {
  const [, count, unit] = /^-\s*([0-9]+)\s*([a-z]+?)s?$/.exec(timestamp) ?? [];
  const span = spans[unit ?? ""];
  return span && `${Number(count) * span[0]}${span[1]}`;
};

const shorthands = ["hourly", "daily", "weekly", "monthly", "semiannually", "annually"];

const errand = (own: ConfigOf<typeof options>, context: Context): Errand => ({
  name: "home-manager-auto-expire",
  description: "Let old generations of the home go",
  commands: [[lares(context), "gc", "--older-than", ageOf(own.timestamp) ?? ""]],
  dates: [own.frequency],
  persistent: true,
  randomizedDelaySec: "0",
});

export default defineProgram("services.home-manager.autoExpire", {
  url: import.meta.url,
  options,
  units: (own, context) => errandUnits(errand(own, context), context),
  agents: (own, context) => errandAgents(errand(own, context), context),
  assertions: ({ frequency, timestamp }, { host }) => [
    {
      assertion: host.os !== "darwin" || shorthands.includes(frequency),
      message: `services.home-manager.autoExpire.frequency must be one of ${shorthands.join(", ")} on macOS.`,
    },
    {
      assertion: ageOf(timestamp) !== undefined,
      message: `services.home-manager.autoExpire.timestamp: "${timestamp}" is no age: write it as "-30 days".`,
    },
  ],
});
