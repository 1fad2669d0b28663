/** What a command loads: nothing but the dashboard may bring its drawing library, and what works for it stays out of it. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../src/cli/commands/table.ts";
import { checkout, home, startSession } from "../cli/session.ts";

const dist = path.join(checkout, "dist");
const library = "screen-library.js";

/** The files of dist that are loaded with one of them, by its static imports, and those it may load later. */
const importsOf = (name: string): { readonly now: string[]; readonly later: string[] } => {
  const text = fs.readFileSync(path.join(dist, name), "utf8");
  const files = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, file]) => file!);
  return {
    now: files(/(?:^|[;\n}])(?:import|export)\b[^"'()]*?["']\.\/([\w.-]+\.js)["']/g),
    later: files(/\bimport\(["']\.\/([\w.-]+\.js)["']\)/g),
  };
};

const currentFiles = (): Set<string> => {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name) || name === library) return;
    reached.add(name);
    const { now, later } = importsOf(name);
    for (const next of [...now, ...later]) visit(next);
  };
  visit("lares.js");
  return reached;
};

test("one file of the build imports the drawing library, and that one only where it is asked for", () => {
  const files = [...currentFiles()];
  expect(files.length).toBeGreaterThan(20);
  const users = files.filter((name) => importsOf(name).now.includes(library));
  expect(users).toHaveLength(1);
  expect(files.filter((name) => importsOf(name).now.includes(users[0]!))).toEqual([]);
  expect(files.filter((name) => importsOf(name).later.includes(library))).toEqual([]);
});

test("the sources import Ink and React in the dashboard's views alone", () => {
  const users = fs
    .readdirSync(path.join(checkout, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .filter((name) =>
      /from "(?:ink|react)(?:\/[\w-]+)?"/.test(fs.readFileSync(path.join(checkout, "src", name), "utf8")),
    );
  expect(users.filter((name) => !/^tui\/(view\/|screen\.tsx$|keyboard\.ts$)/.test(name))).toEqual([]);
  expect(users.length).toBeGreaterThan(5);
});

/** Prints the libraries among what a process has loaded, when it ends. */
const trace = `
import { registerHooks } from "node:module";
const seen = new Set();
registerHooks({ load: (url, context, next) => { if (/screen-library|node_modules\\/(ink|react|yoga)/.test(url)) seen.add(url); return next(url, context); } });
process.on("exit", () => { for (const url of seen) process.stderr.write("LOADED " + url + "\\n"); });
`;

test("no other command loads any of it", () => {
  const session = startSession(home('  home: { file: { ".a": { text: "a" } } },'));
  session.lares(["switch"]);
  const hook = path.join(session.home, "trace.mjs");
  fs.writeFileSync(hook, trace);
  const env = { NODE_OPTIONS: `--import=${hook}` };
  const control = spawnSync(
    process.execPath,
    [
      `--import=${hook}`,
      "--input-type=module",
      "-e",
      `await import(${JSON.stringify(path.join(dist, library))})`,
    ],
    { encoding: "utf8" },
  );
  expect(control.stderr).toContain(`LOADED file://${path.join(dist, library)}`);
  const lines = [
    [],
    ["status"],
    ["plan"],
    ["switch"],
    ["generations"],
    ["option", "home.file"],
    ...Object.keys(commands).map((name) => [name, "--help"]),
  ];
  for (const words of lines)
    expect(session.lares(words, { env }).stderr, words.join(" ")).not.toContain("LOADED");
});
