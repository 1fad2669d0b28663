import { expect, test } from "vitest";
import { type LockFile, parseLock, printLock } from "../../src/packages/lock-file.ts";

const integrity = `sha512-${Buffer.alloc(64, 7).toString("base64")}`;
const lock: LockFile = {
  names: { rg: { on: { "x86_64-linux": "npm:ripgrep" } } },
  packages: {
    "npm:ripgrep": {
      source: "npm",
      version: "1.0.0",
      commands: { rg: "bin/rg" },
      ...{ name: "ripgrep", tree: { ripgrep: { artefact: "npm:ripgrep@1.0.0" } } },
    },
  },
  artefacts: { "npm:ripgrep@1.0.0": { integrity, format: "tgz" } },
};

const refusal = (text: string): any => {
  try {
    parseLock(text, "/c/lares.lock");
  } catch (error) {
    return error;
  }
  throw new Error("it was taken");
};

test("what is written is read back, whatever the order it was made in", () => {
  const text = printLock(lock);
  expect(printLock(parseLock(text, "f"))).toBe(text);
  const reversed = JSON.parse(text, (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );
  expect(printLock(reversed)).toBe(text);
  expect(text.endsWith("}\n")).toBe(true);
});

test("artefacts that no package names are not written", () => {
  const more = { ...lock, artefacts: { ...lock.artefacts, "npm:old@1.0.0": { integrity, format: "tgz" } } };
  expect(printLock(more)).toBe(printLock(lock));
});

test("a newer lock is refused, with what to do", () => {
  const error = refusal(printLock(lock).replace('"lares.lock": 1', '"lares.lock": 2'));
  expect(error).toMatchObject({ code: "lock-newer", place: { file: "/c/lares.lock" } });
  expect(error.hint).toContain("update Lares");
});

test("marks of a merge conflict are known for what they are", () => {
  const lines = printLock(lock).split("\n");
  const text = [...lines.slice(0, 3), "<<<<<<< HEAD", ...lines.slice(3)].join("\n");
  expect(refusal(text)).toMatchObject({ code: "lock-conflict", place: { line: 4 } });
});

test.each([
  ["text that is no JSON", (text: string) => text.replace('"names":', '"names"'), /no JSON/],
  [
    "a hash that is cut short",
    (text: string) => text.replace(integrity, integrity.slice(0, -5)),
    /integrity of npm:ripgrep@1\.0\.0/,
  ],
  ["a hash with another letter case", (text: string) => text.replace("sha512-", "SHA512-"), /integrity/],
  [
    "a part that no artefact is there for",
    (text: string) => text.replace('"artefact": "npm:ripgrep@1.0.0"', '"artefact": "npm:x@1"'),
    /npm:x@1, which is not among/,
  ],
  [
    "a name that leads nowhere",
    (text: string) => text.replace('"x86_64-linux": "npm:ripgrep"', '"x86_64-linux": "npm:rg"'),
    /npm:rg, which is not among/,
  ],
  [
    "a place outside of the package",
    (text: string) => text.replace('"ripgrep": {\n', '"../../ripgrep": {\n'),
    /leads out/,
  ],
  ["an empty file", () => "", /no JSON/],
  ["something else altogether", () => "{}\n", /lares\.lock/],
])("%s is refused at its line", (_, edit, message) => {
  const before = printLock(lock);
  const after = edit(before);
  const error = refusal(after);
  expect(error.code).toBe("lock-damaged");
  expect(error.message).toMatch(message);
  const lines = after.split("\n");
  const changed = lines.findIndex((line, index) => line !== before.split("\n")[index]) + 1;
  if (lines.length === before.split("\n").length)
    expect(Math.abs(error.place.line - changed)).toBeLessThanOrEqual(1);
});
