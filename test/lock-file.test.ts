/** `npm ci` refuses a lock file that leaves out an optional package of any platform. */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { missingPlatforms } from "../scripts/complete-lock.ts";

test("package-lock.json has the packages of every platform (node scripts/complete-lock.ts adds them)", () => {
  const lock = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "../package-lock.json"), "utf8"));
  expect(Object.keys(missingPlatforms(lock.packages))).toEqual([]);
});

test("what is missing is known by its name", () => {
  const asking = {
    optionalDependencies: {
      "@a/b-linux-arm-musleabihf": "1.0.0",
      "@a/b-win32-x64-msvc": "1.0.0",
      range: "^1.0.0",
    },
  };
  expect(missingPlatforms({ "node_modules/@a/b": asking })).toEqual({
    "node_modules/@a/b-linux-arm-musleabihf": {
      version: "1.0.0",
      cpu: ["arm"],
      os: ["linux"],
      libc: ["musl"],
      optional: true,
    },
    "node_modules/@a/b-win32-x64-msvc": { version: "1.0.0", cpu: ["x64"], os: ["win32"], optional: true },
  });
});
