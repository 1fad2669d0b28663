import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { packageNamed } from "lares/module";
import { afterAll, expect, test } from "vitest";
import dbus from "../../../modules/dbus.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";

const folder = fs.mkdtempSync(path.join(tmpdir(), "lares-dbus-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const providing = (name: string) => {
  const outPath = `${folder}/${name}`;
  fs.mkdirSync(`${outPath}/share/dbus-1/services`, { recursive: true });
  const text = `[D-BUS Service]\nName=org.example.${name}\nExec=/bin/false\n`;
  fs.writeFileSync(`${outPath}/share/dbus-1/services/org.example.${name}.service`, text);
  return packageNamed(name, { outPath });
};

const definitions = () => ({ dbus: { packages: [providing("one"), providing("two")] } });

test("packages are laid over each other in one folder, and the bus hears of a change", () => {
  const { description, failedAssertions } = homeOf([dbus], definitions());
  expect(failedAssertions).toEqual([]);
  expect(description.files).toMatchObject(
    ["one", "two"].map((name) => ({
      target: ".local/share/dbus-1/services",
      mode: "recursive",
      content: { type: "source", path: `${folder}/${name}/share/dbus-1/services` },
      onChange: expect.stringContaining("ReloadConfig"),
    })),
  );
});

test.skipIf(!has("dbus-run-session"))("a session's bus can start the services (needs dbus)", () => {
  const home = writtenHome([dbus], definitions());
  const ask =
    "--session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListActivatableNames";
  /** Without the variable the bus takes the home from the list of users. */
  const words = [`XDG_DATA_HOME=${home}/.local/share`, "dbus-run-session", "dbus-send", ...ask.split(" ")];
  const names = askAt(home, "env", words);
  fs.rmSync(home, { recursive: true });
  expect(names).toContain('"org.example.one"');
  expect(names).toContain('"org.example.two"');
});
