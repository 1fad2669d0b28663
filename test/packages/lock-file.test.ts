import fc from "fast-check";
import { expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { beginSession } from "../../src/derivation/session.ts";
import { type LockFile, parseLock, printLock } from "../../src/packages/lock-file.ts";
import { createResolver } from "../../src/packages/resolver.ts";

const integrity = `sha512-${Buffer.alloc(64, 7).toString("base64")}`;
const lock: LockFile = {
  names: { ripgrep: { on: { "x86_64-linux": "npm:ripgrep" }, unsupported: { "aarch64-darwin": "no" } } },
  packages: {
    "npm:ripgrep": {
      source: "npm",
      version: "1.0.0",
      commands: { rg: "bin/rg" },
      name: "ripgrep",
      ...{ tree: { ripgrep: { artefact: "npm:ripgrep@1.0.0" } } },
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

/** Every place in a value, as the path to it. */
const pathsIn = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === "object" && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
    : [path];

test("whatever is changed in it, a lock is refused in a person's terms or resolves", () => {
  beginSession({
    storeDir: absolutePath("/s"),
    system: "x86_64-linux",
    folder: absolutePath("/c"),
    onLook: () => {},
  });
  const paths = pathsIn(JSON.parse(printLock(lock)));
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      undefined,
      "../../x",
      "npm:",
      "npm:x@y/z@1",
      "npm:@a@1",
      {},
      [],
      "",
      "x\0y",
      1e9,
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), odd, fc.boolean(), (at, value, isKey) => {
      const edited = edit(JSON.parse(printLock(lock)), at, value, isKey);
      const text = JSON.stringify(edited) ?? "";
      try {
        const read = parseLock(text, "lares.lock");
        const { resolve } = createResolver({ lock: () => read, usesIndex: () => true });
        for (const name of ["npm:ripgrep", "ripgrep"]) resolve({ kind: "package", name });
      } catch (error) {
        expect(error).toBeInstanceOf(LaresError);
      }
    }),
    { numRuns: 2000 },
  );
});

/** With another value at a path, or with the value as the name of what is there. */
const edit = (tree: any, at: readonly string[], value: unknown, isKey: boolean): unknown => {
  const last = at.at(-1);
  if (last === undefined) return value;
  const parent = at.slice(0, -1).reduce((inner, key) => inner[key], tree);
  if (!isKey) parent[last] = value;
  else {
    parent[typeof value === "string" ? value : "other"] = parent[last];
    delete parent[last];
  }
  return tree;
};

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
    (text: string) => text.replace(/"ripgrep"(?=: \{\s+"artefact")/, '"../../ripgrep"'),
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
