/** What everyday commands load: each file costs half a millisecond, and the code of packages far more. */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { type Session, startSession } from "./session.ts";

/** Notes every file and every module of Node's own that is loaded. */
const noting = `
import { registerHooks } from "node:module";
import { writeFileSync } from "node:fs";
const files = [];
registerHooks({ load: (url, context, next) => { files.push(url); return next(url, context); } });
process.on("exit", () => writeFileSync(process.env.NOTES, JSON.stringify({ files, own: process.moduleLoadList })));
`;

interface Loaded {
  /** Lares' own code. */
  readonly files: readonly string[];
  /** All of it as one text. */
  readonly code: string;
  readonly libraries: readonly string[];
  readonly own: readonly string[];
}

const loadedBy = (session: Session, ...words: string[]): Loaded => {
  const hook = join(session.home, "noting.mjs");
  const notes = join(session.home, "notes.json");
  writeFileSync(hook, noting);
  const { status, stderr } = session.lares(words, {
    env: { NODE_OPTIONS: `--import=${hook}`, NOTES: notes },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { files, own } = JSON.parse(readFileSync(notes, "utf8")) as { files: string[]; own: string[] };
  const paths = files.filter((url) => url.startsWith("file:")).map((url) => decodeURIComponent(url.slice(7)));
  const ours = paths.filter((path) => /\/dist\/[^/]*\.js$/.test(path));
  return {
    files: ours.map((path) => basename(path)),
    code: ours.map((path) => readFileSync(path, "utf8")).join("\n"),
    libraries: paths.filter((path) => path.includes("/node_modules/")),
    own,
  };
};

/** Each of these is defined in code that only packages, builds, the dashboard or `lares watch` need. */
const elsewhere = /\b(realiseHome|watchHome|mkDerivation|createResolver|planRealisation|verifyStore)=/;
const lightHome = `export default { home: { file: { ".one": { source: "./one" }, ".two": { text: "2" } } } };\n`;

const switched = (): Session => {
  const session = startSession(lightHome);
  session.write("config/one", "1\n");
  expect(session.lares(["switch"]).status).toBe(0);
  return session;
};

test("a switch with nothing to do is one file beside the one that starts, with no cryptography", () => {
  const { files, libraries, own, code } = loadedBy(switched(), "switch");
  expect(files).toHaveLength(2);
  expect(files[0]).toBe("lares.js");
  expect(libraries).toEqual([]);
  expect(code).not.toMatch(elsewhere);
  expect(
    own.filter((name) => /^NativeModule (crypto|child_process|sqlite|worker_threads)$/.test(name)),
  ).toEqual([]);
});

test("status is one more", () => {
  const { files, libraries, code } = loadedBy(switched(), "status");
  expect(files).toHaveLength(3);
  expect(libraries).toEqual([]);
  expect(code).not.toMatch(elsewhere);
});

test("an edited file and the way back need no code of evaluation or packages", () => {
  const session = switched();
  session.write("config/one", "edited\n");
  const edit = loadedBy(session, "switch");
  expect(session.read(".one")).toBe("edited\n");
  const back = loadedBy(session, "rollback");
  expect(session.read(".one")).toBe("1\n");
  for (const { files, libraries, code } of [edit, back]) {
    expect(files).toHaveLength(4);
    expect(libraries).toEqual([]);
    expect(code).not.toMatch(elsewhere);
  }
  expect(back.own).not.toContain("NativeModule crypto");
});

test("a plan of a home without packages loads none of their code", () => {
  const session = switched();
  session.write("config/one", "edited\n");
  const { libraries, code } = loadedBy(session, "plan");
  expect(libraries).toEqual([]);
  expect(code).not.toMatch(elsewhere);
});

test("the code that these tests look for has these names where it is", () => {
  const session = startSession(`export default {};\n`);
  const { code } = loadedBy(session, "switch");
  expect(code.match(new RegExp(elsewhere, "g"))).toEqual(
    expect.arrayContaining(["mkDerivation=", "createResolver="]),
  );
});
