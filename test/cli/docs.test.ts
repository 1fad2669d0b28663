import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { evaluating, everyCommand, kebabCase } from "../../src/cli/command.ts";
import { commands, evaluatingFlags } from "../../src/cli/commands/table.ts";
import { commandPages } from "../../src/cli/manual.ts";

test("docs/cli.md and docs/json.md are what the commands say (npm run docs writes them)", async () => {
  for (const [name, text] of Object.entries(await commandPages()))
    expect(fs.readFileSync(path.resolve(import.meta.dirname, "../../docs", name), "utf8")).toBe(text);
});

test.each(Object.entries(commands))("%s declares itself in full", async (name, { load }) => {
  const { command } = await load();
  expect(command.name).toBe(name);
  expect(command.description.length).toBeGreaterThan(0);
  expect(command.examples.length).toBeGreaterThan(0);
  for (const [line] of command.examples) expect(line.split(" ")[0]).toBe(name);
  expect("json" in command.flags).toBe(command.json !== undefined);
  const shorts = Object.values({ ...command.flags, ...everyCommand }).flatMap((flag) =>
    "short" in flag && flag.short !== undefined ? [flag.short] : [],
  );
  expect(new Set(shorts).size).toBe(shorts.length);
});

test("the flags that may stand before a command are known without loading it", () => {
  expect(evaluatingFlags).toEqual(Object.keys(evaluating).map((key) => `--${kebabCase(key)}`));
});
