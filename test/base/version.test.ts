import { expect, test } from "vitest";
import { isOlder } from "../../src/base/version.ts";

test.each([
  ["18.1.9", "18.2", true],
  ["9.0", "18.2", true],
  ["18", "18.2", true],
  ["2.1.99-beta", "2.1.157", true],
  ["18.2", "18.2", false],
  ["18.2", "18.2.0", false],
  ["18.2.0", "18.2", false],
  ["18.10", "18.2", false],
  ["unstable-2026-01-01", "18.2", false],
  [undefined, "18.2", false],
] as const)("%s is older than %s: %s", (version, than, expected) => {
  expect(isOlder(version, than)).toBe(expected);
});
