/** The starter homes, as `lares init --template` writes them: built, activated, and gone again. Their types are checked with `lares init`. */
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { listTemplates } from "../../src/config/templates.ts";
import { checkout, startSession } from "./session.ts";

const templates = listTemplates(checkout).map(({ name }) => name);

/** A Mac's home is made for a Mac wherever the test runs: what it starts there is absent, as on a Mac without it. */
const system = (template: string): readonly string[] => (template === "macos" ? ["--os", "darwin"] : []);

test("they are all there", () => {
  expect(templates).toEqual(["desktop-sway", "full", "macos", "minimal", "server"]);
});

describe.each(templates)("the template %s", (template) => {
  test("is built, activated, stands still, and leaves nothing behind", () => {
    const session = startSession();
    const folder = path.join(session.home, "lares");
    const inFolder = (...words: readonly string[]) => session.lares(words, { cwd: folder });
    expect(session.lares(["init", folder, "--template", template])).toMatchObject({ status: 0, stderr: "" });
    expect(inFolder("build", ...system(template))).toMatchObject({ status: 0 });
    expect(inFolder("switch", ...system(template))).toMatchObject({ status: 0 });
    expect(session.tree().filter((one) => !one.startsWith("lares/"))).not.toEqual([]);
    expect(inFolder("switch", ...system(template)).stdout).toContain("nothing to do");
    expect(inFolder("uninstall", "--yes")).toMatchObject({ status: 0 });
    expect(session.tree().filter((one) => !one.startsWith("lares/"))).toEqual([]);
  });
});
