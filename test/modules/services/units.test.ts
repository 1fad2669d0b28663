/** systemd's own opinion of every service's units. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import { askAt, has, writtenHome } from "../home.ts";
import { configurations } from "./configurations.ts";
import { modulesWith } from "./modules.ts";

test.skipIf(!has("systemd-analyze"))(
  "systemd finds nothing wrong with the units of any service (needs systemd-analyze)",
  async () => {
    const onLinux = Object.entries(configurations)
      .filter(([, { on }]) => on === undefined || on.includes("linux"))
      .map(([name, { on: _, ...settings }]) => [name, { enable: true, ...settings }] as const);
    const home = writtenHome(await modulesWith(onLinux.map(([name]) => name)), {
      services: Object.fromEntries(onLinux),
    } as Definitions);
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    const units = path.join(home, ".config/systemd/user");
    const files = fs.readdirSync(units).filter((name) => /\.(service|socket|timer|target)$/.test(name));
    expect(files.length).toBeGreaterThan(onLinux.length);
    const said = askAt(home, "sh", [
      "-c",
      `cd ${units} && XDG_RUNTIME_DIR=${home} SYSTEMD_UNIT_PATH="${units}:" systemd-analyze --user --man=no verify "$@" 2>&1 | grep -F ${units} || true`,
      "sh",
      ...files,
    ]);
    expect(said).toBe("");
  },
);
