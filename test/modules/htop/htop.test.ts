import * as fs from "node:fs";
import * as os from "node:os";
import { expect, onTestFinished, test } from "vitest";
import htop from "../../../modules/htop.ts";
import { hasTmux, openTerminal } from "../../tui/tmux.ts";
import { has, homeOf, textsOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([htop], {
    programs: {
      htop: {
        enable: true,
        settings: {
          header_layout: "two_50_50",
          column_meters_0: ["AllCPUs2", "Memory"],
          column_meter_modes_0: [1, 1],
          hide_kernel_threads: true,
          shadow_other_users: false,
          delay: 15,
        },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/htop.golden");
});

test("the usual columns are those of the system", () => {
  const fields = (os: "linux" | "darwin") =>
    textsOf(homeOf([htop], { programs: { htop: { enable: true, settings: { delay: 15 } } } }, { os }))[
      ".config/htop/htoprc"
    ];
  expect(fields("linux")).toContain("fields=0 48 17 18 38 39 40 2 46 47 49 1\n");
  expect(fields("darwin")).toContain("fields=0 48 17 18 38 39 2 46 47 49 1\n");
});

test("nothing set, nothing written", () => {
  expect(textsOf(homeOf([htop], { programs: { htop: { enable: true } } }))).toEqual({});
});

const asked = {
  header_layout: "three_33_34_33",
  column_meters_0: ["CPU"],
  column_meter_modes_0: [1],
  column_meters_1: ["Memory"],
  column_meter_modes_1: [2],
  column_meters_2: ["Hostname", "Tasks"],
  column_meter_modes_2: [2, 2],
  fields: [0, 48, 2, 39, 1],
  tree_view: true,
  hide_kernel_threads: false,
  shadow_other_users: true,
  delay: 17,
};

/** htop keeps what it understood and drops the rest when a setting is changed in it. */
test.skipIf(!has("htop") || !hasTmux)(
  "htop shows what was asked for, and keeps every line (needs htop, tmux)",
  async () => {
    const home = writtenHome([htop], { programs: { htop: { enable: true, settings: asked } } });
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    const file = `${home}/.config/htop/htoprc`;
    const written = fs.readFileSync(file, "utf8");
    const terminal = openTerminal(
      { columns: 150, rows: 20 },
      { cwd: home, env: { HOME: home, PATH: process.env.PATH!, LC_ALL: "C.UTF-8" } },
    );
    const start = async () => {
      terminal.press("clear; htop -p $PPID,$$; echo left $?", "Enter");
      return terminal.until(/─ bash --norc[\s\S]*F10Quit/);
    };
    const leave = async () => {
      terminal.press("q");
      await terminal.until(/left 0\nprompt\$/);
    };

    const screen = await start();
    expect(screen).toMatch(/^ *Avg\[.*\] +Mem:.* Hostname: /m);
    expect(screen).toContain(`Hostname: ${os.hostname()}`.slice(0, 45));
    expect(screen).toMatch(/^ {50,}.*Tasks: \d+/m);
    expect(screen).toMatch(/^ *PID\S? *USER +S +RES +Command$/m);
    await leave();
    expect(fs.readFileSync(file, "utf8")).toBe(written);

    await start();
    terminal.press("t");
    await terminal.until("F5Tree");
    terminal.press("t");
    await terminal.until("F5List");
    await leave();
    const kept = fs.readFileSync(file, "utf8").split("\n");
    expect(kept).toEqual(expect.arrayContaining(written.trimEnd().split("\n")));
    expect(kept.length).toBeGreaterThan(written.split("\n").length);
  },
);
