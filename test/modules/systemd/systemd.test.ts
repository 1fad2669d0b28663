import * as path from "node:path";
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const definitions: Definitions = {
  systemd: {
    user: {
      services: {
        backup: {
          Unit: {
            Description: "Backup",
            Documentation: "man:tar(1)",
            After: ["network.target", "dbus.service"],
          },
          Service: {
            Type: "oneshot",
            ExecStart: "tar --version",
            ExecStartPre: ["-/bin/true", "@/bin/sh sh -c :"],
            Environment: ["A=1", 'B="two words"'],
            PrivateTmp: true,
            Nice: 10,
          },
          Install: { WantedBy: ["default.target"], RequiredBy: "a.target b.target", Alias: "save.service" },
        },
        "watch@": {
          Service: { ExecStart: ({ lib }) => lib.package("watch") },
          Install: { WantedBy: ["default.target"], DefaultInstance: "home" },
        },
      },
      timers: {
        backup: {
          Timer: { OnCalendar: ["daily", "Mon 12:00"], Persistent: true },
          Install: { WantedBy: ["timers.target"] },
        },
      },
      slices: { "app-heavy": { Slice: { CPUWeight: 20, MemoryMax: "40%" } } },
      sessionVariables: { EDITOR: "vim", COUNT: 2 },
      settings: { Manager: { LogLevel: "debug", DefaultEnvironment: { B: "x y", A: "1" } } },
      tmpfiles: { rules: ["d %h/tmp 0700 - - 7d"] },
    },
  },
};

test("every file", async () => {
  const texts = textsOf(homeOf([systemd], definitions));
  const whole = Object.entries(texts).map(([name, text]) => `# ${name}\n${text}\n`);
  await expect(whole.join("")).toMatchFileSnapshot("golden/rich.golden");
});

test("macOS is told that it has no systemd, and has no files of it", () => {
  const { description, failedAssertions } = homeOf([systemd], definitions, { os: "darwin" });
  expect(description.files).toEqual([]);
  expect(failedAssertions).toEqual([expect.stringContaining("macOS has no systemd")]);
});

test.skipIf(!has("systemd-analyze"))(
  "systemd finds nothing wrong with the units (needs systemd-analyze)",
  () => {
    const home = writtenHome([systemd], definitions);
    const units = path.join(home, ".config/systemd/user");
    const said = askAt(home, "sh", [
      "-c",
      `XDG_RUNTIME_DIR="${home}" SYSTEMD_UNIT_PATH="${units}:" systemd-analyze --user --man=no verify ${units}/backup.service ${units}/backup.timer ${units}/app-heavy.slice 2>&1 | grep -F .config/systemd/user || true`,
    ]);
    expect(said).toBe("");
  },
);
