/** `activate` of a generation: all that runs around its switch, as a person reads it, or runs it to have the steps again. */
import type { ActivationStep, FileDescription, HomeDescription } from "./description.ts";
import { stepPrelude } from "./step-prelude.ts";

export const formatActivateScript = ({ activation, files }: HomeDescription): string =>
  [
    head,
    ...activation.map(stepText),
    ...files.filter(({ onChange }) => onChange !== "").map(changeText),
  ].join("\n");

const stepText = ({ name, phase, script }: ActivationStep): string =>
  `# ${oneLine(name)}${phase === "check" ? ", before anything is written" : ""}\n(\n${script}\n)\n`;

const changeText = ({ target, onChange }: FileDescription): string =>
  `# Once ~/${oneLine(target)} has changed\nif [ "\${1-}" = --changed ]; then (\n${onChange}\n) fi\n`;

const oneLine = (text: string): string => text.replace(/[\0-\x1f\x7f]/g, "?");

const head = `#!/usr/bin/env bash
# All that runs around a switch to this generation, in order. \`lares switch\` runs each step in a shell of its own, and
# changes the files between the first and the others; this runs the steps again and touches no file. With --changed the
# commands for files that have changed run too.
: "\${VERBOSE=}" "\${DRY_RUN=}" "\${oldGenPath=}" "\${oldGenNum=}"
newGenPath=$(cd "$(dirname "$0")" && pwd -P)
${stepPrelude}
`;
