import * as fs from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eject, uninstall } from "../../src/activation/leave.ts";
import { status } from "../../src/activation/status.ts";
import { type SwitchOptions, switchTo } from "../../src/activation/switch.ts";
import { isUpToDate } from "../../src/activation/up-to-date.ts";
import type { ActivationStep } from "../../src/home/description.ts";
import { readHistory } from "../../src/profile/history.ts";
import { makeGeneration, seen, type TrialHome, trialHome, type Wishes } from "./trial-home.ts";

let trial: TrialHome;
beforeEach(() => {
  trial = trialHome();
});
afterEach(() => trial.remove());

const write = (name: string, script: string): ActivationStep => ({ name, script, phase: "write" });
const check = (name: string, script: string): ActivationStep => ({ name, script, phase: "check" });
const go = (wishes: Wishes, steps: readonly ActivationStep[], options: SwitchOptions = {}) =>
  switchTo({
    places: trial.places,
    to: { kind: "new", path: makeGeneration(trial.places, wishes, steps) },
    why: "lares switch",
    options,
  });
const log = () => (fs.existsSync(trial.at("log")) ? trial.read("log").trim().split("\n") : []);

test("checks run before anything is written, and stop the switch", async () => {
  const failing = go({ a: "1" }, [check("ready", "test ! -e a; echo not ready >&2; exit 3")]);
  await expect(failing).rejects.toMatchObject({ code: "check-failed", details: ["not ready"] });
  expect(seen(trial)).toEqual({});
  expect(status(trial.places).generation).toBeNull();
});

test("steps see the new files, in their order, and the helpers that Home Manager documents", async () => {
  const { steps } = await go({ a: "1" }, [
    write(
      "one",
      'cat a >> log; echo " $newGenNum" >> log; run sh -c "echo ran >> log"; $DRY_RUN_CMD echo $VERBOSE_ARG',
    ),
    write(
      "two",
      'verboseEcho quiet; noteEcho "a note"; warnEcho "a warning"; _i "%s of %s" 1 2; [[ ! -v DRY_RUN && ! -v VERBOSE ]] && echo two >> log',
    ),
  ]);
  expect(steps).toMatchObject([
    { name: "one", result: "done" },
    { name: "two", result: "done", output: "a note\n1 of 2\na warning\n" },
  ]);
  expect(log()).toEqual(["1 1", "ran", "two"]);
});

test("commands of changed entries run once, when they changed, appear or disappear", async () => {
  const reload = { onChange: "echo reloaded >> log" };
  await go({ a: { text: "1", ...reload }, b: { text: "1", ...reload } }, []);
  expect(log()).toHaveLength(1);
  await go({ a: { text: "1", ...reload }, b: { text: "1", ...reload }, c: "1" }, []);
  expect(log()).toHaveLength(1);
  await go({ a: { text: "2", ...reload } }, []);
  expect(log()).toHaveLength(2);
  await go({}, []);
  expect(log()).toHaveLength(3);
});

test("a failing step leaves the new files whole, is shown, and runs again with the next switch", async () => {
  const steps = [
    write("fails", "test -e ok || { echo why >&2; exit 5; }"),
    write("goes on", "echo on >> log"),
  ];
  const path = makeGeneration(trial.places, { a: "1" }, steps);
  const first = await go({ a: "1" }, steps);
  expect(first.steps).toMatchObject([
    { name: "fails", result: "failed", status: 5, output: "why\n" },
    { result: "done" },
  ]);
  expect(seen(trial)).toMatchObject({ a: "link file 1" });
  expect(status(trial.places).steps).toMatchObject([{ name: "fails", result: "failed" }]);
  expect(readHistory(trial.places)[0]?.steps).toMatchObject([
    { name: "fails", status: 5 },
    { name: "goes on" },
  ]);
  expect(isUpToDate(trial.places, path)).toBeUndefined();
  trial.write("ok", "");
  expect((await go({ a: "1" }, steps)).steps).toMatchObject([{ name: "fails", result: "done" }]);
  expect(isUpToDate(trial.places, path)).toMatchObject({ number: 1 });
  expect(log()).toEqual(["on"]);
});

test("a step that hangs is stopped", async () => {
  const { steps } = await go({ a: "1" }, [write("hangs", "sleep 1000")], { stepTimeout: 300 });
  expect(steps).toMatchObject([{ result: "failed", timedOut: true }]);
});

test.skipIf(process.platform !== "linux")("what a hanging step started is stopped with it", async () => {
  const starts = 'sleep 1000 & echo $! > "$HOME/started"; (sleep 1000 & echo $! > "$HOME/orphaned"); wait';
  const { steps } = await go({ a: "1" }, [write("hangs", starts)], { stepTimeout: 1000 });
  expect(steps).toMatchObject([{ result: "failed", timedOut: true }]);
  for (const name of ["started", "orphaned"]) {
    const pid = fs.readFileSync(`${trial.places.home}/${name}`, "utf8").trim();
    const state = fs.existsSync(`/proc/${pid}/stat`) ? fs.readFileSync(`/proc/${pid}/stat`, "utf8") : "gone";
    expect(state, name).toMatch(/gone|\) [ZX] /);
  }
});

test("with rollbackOnError a failing step brings the old home back, and what had given way", async () => {
  await go({ a: "1", gone: "2" }, [write("fine", "echo fine >> log")]);
  trial.write("mine", "in the way");
  const result = await go({ a: "3", mine: "4" }, [write("fails", "false")], {
    rollbackOnError: true,
    backup: true,
  });
  expect(result.rolledBack).toBe(true);
  expect(seen(trial)).toMatchObject({ a: "link file 1", gone: "link file 2", mine: "file in the way" });
  expect(status(trial.places)).toMatchObject({ generation: { number: 1 }, drift: [], steps: [] });
});

test("with rollbackOnError a failing first switch leaves nothing", async () => {
  trial.write("mine", "in the way");
  await go({ a: "3", mine: "4" }, [write("fails", "false")], { rollbackOnError: true, backup: true });
  expect(seen(trial)).toEqual({ mine: "file in the way" });
  expect(status(trial.places).generation).toBeNull();
});

test("nothing internal to Lares reaches a step", async () => {
  process.env.NODE_COMPILE_CACHE = "/somewhere";
  process.env.LARES_FAULT_TRIAL = "1";
  try {
    await go({ a: "1" }, [write("env", "env > log")]);
  } finally {
    delete process.env.NODE_COMPILE_CACHE;
    delete process.env.LARES_FAULT_TRIAL;
  }
  expect(log().filter((line) => /^(NODE_COMPILE_CACHE|LARES_FAULT)/.test(line))).toEqual([]);
  expect(log()).toContain(`HOME=${trial.home}`);
});

const undoable = (name: string, script: string, undo: string): ActivationStep => ({
  ...write(name, script),
  undo,
});

test("what a step did is undone where the new generation has no such step, the last first", async () => {
  const first = undoable("first", "", 'echo "first undone $oldGenNum > $newGenNum" >> log');
  const second = undoable("second", "", "cat a >> log; echo second undone >> log");
  await go({ a: "1\n" }, [first, second]);
  await go({ a: "2\n" }, [first, second]);
  await go({ a: "3\n" }, [{ ...first, undo: "echo never >> log" }, write("second", "echo second >> log")]);
  expect(log()).toEqual(["second"]);
  const { steps } = await go({ a: "4\n" }, []);
  expect(steps).toMatchObject([{ name: "first", kind: "undo", result: "done" }]);
  expect(log()).toEqual(["second", "never"]);
  await go({ a: "5\n" }, [first, second]);
  await switchTo({ places: trial.places, to: { kind: "previous" }, why: "lares rollback" });
  expect(log().slice(2)).toEqual(["4", "second undone", "first undone 5 > 4"]);
});

test("what is undone runs again after a failure, and sees the generation that was left", async () => {
  await go({ a: "1" }, [undoable("gone", "", "test -e ok && echo $oldGenNum $newGenNum >> log")]);
  const { steps } = await go({ a: "2" }, []);
  expect(steps).toMatchObject([{ kind: "undo", result: "failed" }]);
  trial.write("ok", "");
  await go({ a: "2" }, []);
  expect(log()).toEqual(["1 2"]);
});

test("a step that runs again sees the generation that was left when it failed", async () => {
  await go({ a: "1" }, []);
  const steps = [write("late", "test -e ok && echo $oldGenNum $newGenNum >> log")];
  await go({ a: "2" }, steps);
  trial.write("ok", "");
  await go({ a: "2" }, steps);
  expect(log()).toEqual(["1 2"]);
});

test("uninstall undoes what steps did, and tells what failed; eject does not", async () => {
  const steps = [undoable("fine", "", "echo undone >> log"), undoable("fails", "", "exit 3")];
  await go({ a: { text: "1", onChange: "echo changed >> log" } }, steps);
  const outcome = await uninstall({ places: trial.places, why: "lares uninstall" });
  expect(outcome.steps).toMatchObject([
    { kind: "onChange", result: "done" },
    { name: "fails", status: 3 },
    { name: "fine", kind: "undo", result: "done" },
  ]);
  expect(log()).toEqual(["changed", "changed", "undone"]);
  await go({ a: "1" }, steps);
  expect((await eject({ places: trial.places, why: "lares eject" })).steps).toEqual([]);
});

test("a first switch that is taken back has its steps undone", async () => {
  const steps = [
    undoable("starts", "echo started >> log", "echo stopped >> log"),
    write("then fails", "false"),
  ];
  await go({ a: "1" }, steps, { rollbackOnError: true });
  expect(log()).toEqual(["started", "stopped"]);
});

test("a generation whose steps cannot be read can still be left", async () => {
  await go({ a: "1" }, [undoable("gone", "", "echo undone >> log")]);
  fs.writeFileSync(`${fs.realpathSync(trial.at(".lares"))}/activation.json`, "not whole");
  expect((await go({ a: "2" }, [])).outcome).toBe("switched");
});

test("what was to be undone when a person interrupted is undone by the next switch, wherever it goes", async () => {
  const interrupting = { text: "1", onChange: "test ! -e now || exit 130" };
  await go({ a: interrupting }, [undoable("gone", "", "echo $oldGenNum $newGenNum >> log")]);
  trial.write("now", "");
  const { steps } = await go({ a: { ...interrupting, text: "2" } }, []);
  expect(steps).toMatchObject([{ kind: "onChange", status: 130 }]);
  expect(status(trial.places).steps).toMatchObject([
    { result: "failed" },
    { kind: "undo", result: "not run" },
  ]);
  fs.unlinkSync(trial.at("now"));
  await go({ a: { ...interrupting, text: "3" } }, []);
  expect(log()).toEqual(["1 3"]);
  await go({ a: { ...interrupting, text: "4" } }, []);
  expect(log()).toEqual(["1 3"]);
});
