/** The starter homes, as `lares init --template` writes them: built, activated, and gone again. */
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { listTemplates } from "../../src/config/templates.ts";
import { checkout, startSession } from "./session.ts";

const templates = listTemplates(checkout)
  .map(({ name }) => name)
  .filter((name) => name !== "macos");

describe.each(templates)("the template %s", (template) => {
  test("is built, activated, stands still, and leaves nothing behind", () => {
    const session = startSession();
    const folder = path.join(session.home, "lares");
    const inFolder = (...words: readonly string[]) => session.lares(words, { cwd: folder });
    expect(session.lares(["init", folder, "--template", template])).toMatchObject({ status: 0, stderr: "" });
    expect(inFolder("switch")).toMatchObject({ status: 0 });
    expect(session.tree().filter((one) => !one.startsWith("lares/"))).not.toEqual([]);
    expect(inFolder("switch").stdout).toContain("nothing to do");
    expect(inFolder("uninstall", "--yes")).toMatchObject({ status: 0 });
    expect(session.tree().filter((one) => !one.startsWith("lares/"))).toEqual([]);
  });
});

test("macos is built for a Mac", () => {
  const session = startSession();
  const folder = path.join(session.home, "lares");
  session.lares(["init", folder, "--template", "macos"]);
  expect(session.lares(["build", "--os", "darwin"], { cwd: folder })).toMatchObject({ status: 0 });
});
