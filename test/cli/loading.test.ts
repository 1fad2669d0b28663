/** A home costs the modules that it uses: the others of the library are not even read. */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { checkout, startSession } from "./session.ts";

const { files } = JSON.parse(fs.readFileSync(path.join(checkout, "dist/modules.json"), "utf8")) as {
  files: Record<string, string>;
};

/** The modules that `lares plan` loads, each once, sorted: `git`. */
const loadedFor = (config: string): readonly string[] => {
  const session = startSession(config);
  const trace = path.join(session.home, "trace");
  const env = {
    LARES_TEST_TRACE: trace,
    NODE_OPTIONS: `--import=${path.join(checkout, "test/cli/trace-modules.ts")}`,
  };
  expect(session.lares(["plan"], { env })).toMatchObject({ status: 0, stderr: "" });
  const loaded = fs.readFileSync(trace, "utf8").trimEnd().split("\n").sort();
  expect(loaded).toEqual([...new Set(loaded)]);
  return loaded;
};

/** Where every home's services go. */
const always = ["launchd", "systemd"];

test("a home with one program loads its module alone", () => {
  const config =
    'export default { programs: { git: { enable: true, settings: { user: { name: "A" } } } } };\n';
  expect(loadedFor(config)).toEqual(["git", ...always]);
});

test("a home with forty programs loads theirs", () => {
  const config = fs.readFileSync(path.join(checkout, "templates/full/home.config.ts"), "utf8");
  const named = Object.entries(files)
    .filter(([declared]) => new RegExp(`^ *"?${declared.split(".").at(-1)}"?: `, "m").test(config))
    .map(([, file]) => path.basename(file, ".js"));
  const loaded = loadedFor(config);
  expect(loaded.length).toBeGreaterThan(40);
  expect(loaded.length).toBeLessThan(new Set(Object.values(files)).size / 3);
  // tealdeer's pages are kept current by a service that has a module of its own.
  expect(loaded.filter((name) => !named.includes(name))).toEqual([...always, "tldr-update"]);
});
