/** What states look like, drawn by Ink without a terminal. */
import { cleanup, render } from "ink-testing-library";
import { createElement } from "react";
import { afterEach, expect, test } from "vitest";
import type { StorePath } from "../../src/base/paths.ts";
import type { RealiseEvent } from "../../src/build/realise/events.ts";
import { displayWidth } from "../../src/cli/render/layout.ts";
import { initialState, type Message, type Size, type State } from "../../src/tui/state/state.ts";
import { update } from "../../src/tui/state/update.ts";
import { App } from "../../src/tui/view/app.tsx";
import type { Ask, FileRow, PackageRow } from "../../src/tui/work/requests.ts";

afterEach(cleanup);

const draw = (state: State, theme = { colour: false, ascii: false }): string =>
  render(createElement(App, { state, theme })).lastFrame()!;

const after = (state: State, ...messages: readonly (Message | string)[]): State =>
  messages.reduce<State>(
    (now, message) => update(now, typeof message === "string" ? { type: "key", key: message } : message)[0],
    state,
  );

const opened = (size: Size = { columns: 80, rows: 24 }): State =>
  after(initialState(size, Date.UTC(2024, 0, 1)), { type: "started" });

const known = (state: State, question: Ask["question"], answer: unknown): State => {
  const job = state.jobs.find(({ ask }) => ask.question === question)!;
  return after(state, { type: "answer", id: job.id, answer, now: state.now });
};

test("every screen fills its terminal exactly, whatever is known and whatever the size", () => {
  for (const size of [
    { columns: 40, rows: 12 },
    { columns: 80, rows: 24 },
    { columns: 100, rows: 37 },
  ])
    for (const keys of [[], ["2"], ["3"], ["4"], ["5"], ["6"], ["?"], ["3", "a"], ["s"], ["2", "/"]]) {
      const lines = draw(after(opened(size), ...keys)).split("\n");
      expect(lines, `${keys} at ${size.columns}`).toHaveLength(size.rows);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(size.columns);
      expect(lines.at(-1)).toMatch(/\S/);
    }
});

test("a list of ten thousand draws only what is in the window", () => {
  const rows = Array.from(
    { length: 10_000 },
    (_, at): FileRow => ({ path: `f${at}`, kind: "link", option: "o" }),
  );
  const state = known(after(opened(), "3"), "files", rows);
  expect(
    draw(state)
      .split("\n")
      .filter((line) => /link +✓ in place/.test(line)),
  ).toHaveLength(10);
  expect(draw(after(state, "G"))).toContain("f9999");
  expect(draw(after(state, "/", { type: "typed", text: "f9998" }))).toContain("1 of 10,000");
});

test("wide characters and long names keep the columns", () => {
  const rows: readonly FileRow[] = [
    { path: `${"日本語のとても長い名前のファイル/".repeat(4)}端`, kind: "link", option: "o" },
    { path: `${"long/".repeat(40)}end`, kind: "copy", option: "o", drift: "edited" },
  ];
  const state = after(known(after(opened(), "3"), "files", rows), "/", { type: "typed", text: "e" }, "enter");
  const shown = draw(state).split("\n");
  const states = shown.filter((line) => /edited *$/.test(line));
  expect(states[0]).toMatch(/^▌ +….*\/end +copy {2}● edited/);
  for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(80);
});

test("packages: what is missing stands out, sizes are aligned", () => {
  const rows: readonly PackageRow[] = [
    { name: "ripgrep", version: "14.1.1", from: "store", program: "rg", path: "/s/x", closure: 5_300_000 },
    { name: "jq", version: "1.7", from: "store", program: "jq", path: "/s/y", closure: 900 },
    { name: "nope", from: "missing", program: "nope" },
  ];
  const lines = draw(known(after(opened(), "4"), "packages", rows)).split("\n");
  const [rg, jq, nope] = ["ripgrep", "jq", "nope"].map((name) => lines.find((line) => line.includes(name))!);
  expect(rg).toMatch(/14\.1\.1 +✓ store +5\.1 MiB$/);
  expect(jq!.length).toBe(rg!.length);
  expect(nope).toContain("✗ missing");
  expect(lines[2]).toContain("3 packages, 1 not installed");
});

test("an error of the configuration is told in the overview, with its place and what to do", () => {
  const state = opened();
  const job = state.jobs.find(({ ask }) => ask.question === "plan")!;
  const problem = {
    code: "x",
    message: "two definitions disagree",
    details: ['"a" at work.ts:1:2'],
    hint: "settle it with mkForce",
  };
  const screen = draw(after(state, { type: "failed", id: job.id, problem, now: 0 }));
  expect(screen).toContain("the configuration has an error");
  expect(screen).toMatch(/two definitions disagree\n +"a" at work.ts:1:2\n +hint: settle it with mkForce/);
});

test("work that is going on shows its stages as a tree", () => {
  const asked = after(opened(), "s", "y", "6");
  const { id } = asked.jobs.find(({ ask }) => ask.question === "switch")!;
  const screen = draw(
    after(
      asked,
      { type: "stage", id, what: "evaluating home.config.ts", now: asked.now },
      { type: "stage", id, what: "activating", now: asked.now + 1500 },
    ),
  );
  expect(screen).toMatch(
    /⠋ switching to what the configuration says {2}1\.5 s\n.*├ ✓ evaluating home\.config\.ts {2}1\.5 s\n.*└ ⠋ activating/,
  );
});

test("builds and downloads of a switch are drawn as they go", () => {
  const asked = after(opened({ columns: 80, rows: 40 }), "s", "y", "6");
  const { id } = asked.jobs.find(({ ask }) => ask.question === "switch")!;
  const drvPath = "/s/00000000000000000000000000000000-zlib-1.3.drv" as StorePath;
  const planned: RealiseEvent = {
    type: "planned",
    builds: [{ drvPath, name: "zlib-1.3", isDownload: false, after: [] }],
    downloads: [],
  };
  const events: readonly RealiseEvent[] = [
    planned,
    { type: "build-started", drvPath },
    { type: "build-log", drvPath, line: "checking for gcc" },
  ];
  const running = after(asked, { type: "builds", id, events, now: asked.now });
  expect(draw(running)).toMatch(/zlib-1\.3 .*checking for gcc/);
  const report = { done: true, summary: "generation 1 → 2", lines: [] };
  expect(draw(after(running, { type: "answer", id, answer: report, now: asked.now }))).not.toContain("gcc");
});

test("names that would move the cursor are shown as escapes", () => {
  const rows: readonly FileRow[] = [{ path: "a\x1b[2Jb\nc", kind: "link", option: "o", what: "\x07" }];
  const screen = draw(known(after(opened(), "3"), "files", rows));
  expect(screen).toContain("a\\e[2Jb\\nc");
  expect(screen).not.toMatch(/\x1b\[2J|\x07/);
});

test("ASCII: each sign has a stand-in of its width", () => {
  for (const keys of [[], ["2"], ["3"], ["?"], ["3", "a"]]) {
    const state = after(opened(), ...keys);
    const [fine, plain] = [draw(state).split("\n"), draw(state, { colour: false, ascii: true }).split("\n")];
    expect(plain.join("\n")).toMatch(/^[\x20-\x7e\n]*$/);
    expect(plain.map((line) => displayWidth(line))).toEqual(fine.map((line) => displayWidth(line)));
  }
});
