import * as fs from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Plan, planActivation } from "../../src/activation/plan.ts";
import { planInPlace } from "../../src/activation/plan-in-place.ts";
import { currentState, switchTo } from "../../src/activation/switch.ts";
import { diffManifests } from "../../src/profile/manifest-diff.ts";
import { readManifest } from "../../src/profile/read-manifest.ts";
import { makeGeneration, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

let trial: TrialHome;
beforeEach(() => {
  trial = trialHome();
});
afterEach(() => trial.remove());

const before: Wishes = {
  ".profile": { text: "old", onChange: "echo changed" },
  ".config/one": "1",
  ".config/deep/two": "2",
  ".config/tree": { tree: { a: "1" } },
};
const after: Wishes = {
  ...before,
  ".profile": { text: "new", onChange: "echo changed" },
  ".config/tree": "a file now",
};

const go = (wishes: Wishes) =>
  switchTo({
    places: trial.places,
    to: { kind: "new", path: makeGeneration(trial.places, wishes) },
    why: "",
  });

const plans = (wishes: Wishes): { quick: Plan | undefined; whole: Plan } => {
  const { places } = trial;
  const path = makeGeneration(places, wishes);
  const { state } = currentState(places)!;
  const quick = planInPlace(places, { number: 2, path }, diffManifests(state.path as typeof path, path));
  const whole = planActivation({ places, from: state, to: { path, manifest: readManifest(path) } });
  return { quick, whole };
};

const withoutId = ({ id: _, ...plan }: Plan) => plan;

test("where only contents differ and all is in its place, the quick plan is the whole one", async () => {
  await go(before);
  const { quick, whole } = plans(after);
  expect(quick && withoutId(quick)).toEqual(withoutId(whole));
  expect(quick?.changes.map(({ path }) => path).sort()).toEqual([".config/tree", ".profile"]);
});

const { ".config/one": _, ...fewer } = after;
test.each<[string, Wishes]>([
  ["an entry more", { ...after, ".more": "x" }],
  ["an entry less", fewer],
  ["a copy where a link was", { ...after, ".config/one": { copy: "1" } }],
])("%s is planned in full", async (_name, wishes) => {
  await go(before);
  expect(plans(wishes).quick).toBeUndefined();
});

test("so is a home with a copy, whose bytes may have been edited", async () => {
  await go({ ...before, ".copy": { copy: "1" } });
  expect(plans({ ...after, ".copy": { copy: "1" } }).quick).toBeUndefined();
});

test.each<[string, () => void]>([
  ["a link is gone", () => fs.unlinkSync(trial.at(".config/one"))],
  [
    "a link leads elsewhere",
    () => {
      fs.unlinkSync(trial.at(".config/one"));
      fs.symlinkSync("/etc/hostname", trial.at(".config/one"));
    },
  ],
  [
    "a folder that lares made was replaced by a link",
    () => {
      fs.renameSync(trial.at(".config/deep"), trial.at("elsewhere"));
      fs.symlinkSync("../elsewhere", trial.at(".config/deep"));
    },
  ],
  [
    "a link is live",
    () => {
      fs.mkdirSync(`${trial.places.stateDir}/live`);
      fs.writeFileSync(`${trial.places.stateDir}/live/links.json`, "{}\n");
    },
  ],
])("%s: the whole plan is made", async (_name, change) => {
  await go(before);
  change();
  expect(plans(after).quick).toBeUndefined();
});

test("a folder that lares made and nothing needs any more is left to the whole plan", async () => {
  await go({ ...before, "left/over": "x" });
  fs.writeFileSync(trial.at("left/mine"), "");
  await go(before);
  fs.unlinkSync(trial.at("left/mine"));
  expect(plans(after).quick).toBeUndefined();
  await go(after);
  expect(fs.existsSync(trial.at("left"))).toBe(false);
});

test("a link that drifted is repaired by the switch that changes contents", async () => {
  await go(before);
  fs.unlinkSync(trial.at(".config/one"));
  const { steps } = await go(after);
  expect(trial.read(".config/one")).toBe("1");
  expect(trial.read(".profile")).toBe("new");
  expect(steps).toHaveLength(1);
});
