/** Homes that modules describe, switched to one after the other by the real activation, steps and all. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Definitions, Host, Module } from "lares/module";
import { uninstall } from "../../src/activation/leave.ts";
import { switchTo } from "../../src/activation/switch.ts";
import type { StepOutcome } from "../../src/profile/history.ts";
import { makeGeneration, type TrialHome, trialHome, type Wish } from "../activation/trial-home.ts";
import { homeOf } from "./home.ts";

export interface SwitchedHome extends TrialHome {
  /** Switches to the home that these describe; gives how its commands ended. */
  become(definitions: Definitions): Promise<readonly StepOutcome[]>;
  leave(): Promise<readonly StepOutcome[]>;
  /** What the stand-ins noted since it was last asked: a line for each call. */
  noted(): readonly string[];
}

/**
 * `standIns`: programs by their path in the modules' commands. Each notes its words after its own name, and does what
 * its shell code says.
 */
export const switchedHome = (
  modules: readonly Module[],
  standIns: Readonly<Record<string, string>>,
  os: Host["os"] = "linux",
): SwitchedHome => {
  const trial = trialHome();
  for (const [program, code] of Object.entries(standIns)) writeStandIn(trial, program, code);
  const atStandIns = (script: string) =>
    Object.keys(standIns).reduce(
      (text, program) => text.replaceAll(program, standInOf(trial, program)),
      script,
    );
  const become = async (definitions: Definitions) => {
    const { description } = homeOf(modules, definitions, { home: trial.home, os });
    const wishes = description.files.map(({ target, mode, content, onChange }): [string, Wish] => {
      const change = onChange === "" ? {} : { onChange: atStandIns(onChange) };
      if (content.type === "symlink") return [target, { symlink: content.text }];
      if (content.type !== "text") throw new Error(`${target} is neither text nor link`);
      return [
        target,
        mode === "copy" ? { copy: content.text, ...change } : { text: content.text, ...change },
      ];
    });
    const steps = description.activation.map((step) => ({
      ...step,
      script: atStandIns(step.script),
      ...(step.undo !== undefined && { undo: atStandIns(step.undo) }),
    }));
    const others = Object.entries(description.generationFiles).map(([name, content]) => [
      name,
      "text" in content ? content.text : "",
    ]);
    const generation = makeGeneration(
      trial.places,
      Object.fromEntries(wishes),
      steps,
      Object.fromEntries(others),
    );
    const request = {
      places: trial.places,
      to: { kind: "new", path: generation },
      why: "lares switch",
    } as const;
    return (await switchTo(request)).steps;
  };
  const noted = () => {
    const text = fs.existsSync(trial.at("noted")) ? trial.read("noted") : "";
    fs.rmSync(trial.at("noted"), { force: true });
    return text.split("\n").filter((line) => line !== "");
  };
  const leave = async () => (await uninstall({ places: trial.places, why: "lares uninstall" })).steps;
  return { ...trial, become, leave, noted };
};

const standInOf = (trial: TrialHome, program: string): string =>
  trial.at(`stand-ins/${path.basename(program)}`);

const writeStandIn = (trial: TrialHome, program: string, code: string): void =>
  trial.write(
    `stand-ins/${path.basename(program)}`,
    `#!/bin/sh\nnote() { echo "${path.basename(program)} $*" >>"$HOME/noted"; }\n${code}\n`,
    0o755,
  );
