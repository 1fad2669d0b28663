/** What runs at a switch, and what must hold before it. */
import { option } from "../../option/declare.ts";
import * as t from "../../option/types/index.ts";

const names = (what: string) => option(t.listOf(t.str), { default: [], description: what });

const step = t.submodule({
  /** Names of the steps that this one comes after. */
  after: names("Names of the steps that this one comes after."),
  /** Names of the steps that this one comes before. */
  before: names("Names of the steps that this one comes before."),
  /** Shell commands. */
  run: option(t.lines, { default: ({ self }) => self.data, description: "Shell commands." }),
  /** What a home that no longer has the step must have undone. */
  undo: option(t.lines, {
    default: "",
    description:
      "Shell commands that undo what the step did. They are kept in the generation and run after a switch to one that has no step of this name, and by `lares uninstall`; `$oldGenPath` is the generation that is left.",
  }),
  /** Home Manager's name for `run`. */
  data: option(t.lines, { default: "", description: "Home Manager's name for `run`." }),
});

/** A step; shell commands alone come after everything is written. */
const stepOrText = t.coercedTo(t.str, (run: string) => ({ run, after: ["writeBoundary"] }), step);

export const activationOption = option(t.attrsOf(stepOrText), {
  default: {},
  description:
    "Steps of a switch, ordered by `after` and `before`. Steps before `writeBoundary` only check, and stop the switch when they fail; those after it may write, through `run`.",
});

export const activationPathOption = option(t.listOf(t.package), {
  default: [],
  description: "Packages whose programs the activation steps find first, whether or not they are installed.",
  example: ["jq"],
});

export const checkOptions = {
  assertions: option(
    t.listOf(
      t.submodule({
        assertion: option(t.bool, { description: "What must hold." }),
        message: option(t.str, { description: "What to say when it does not." }),
      }),
    ),
    { default: [], description: "What must hold of the configuration; all that fail are reported together." },
  ),
  warnings: option(t.listOf(t.str), { default: [], description: "Messages shown at every switch." }),
};
