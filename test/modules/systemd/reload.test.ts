/** The step that follows a switch, with a systemctl that only answers and notes what it is asked. */
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { DefsOf } from "lares/module";
import { expect, test } from "vitest";
import systemd from "../../../modules/systemd/index.ts";
import type { SystemdOptions } from "../../../modules/systemd/options.ts";
import { askAt, homeOf } from "../home.ts";
import { switchedHome } from "../switched-home.ts";

type Units = DefsOf<SystemdOptions["user"]>;

const fakeSystemctl = `#!/bin/sh
shift
case "$1" in
  is-system-running) echo "$STATE" ;;
  --quiet) case " $ACTIVE " in *" $3 "*) exit 0 ;; *) exit 3 ;; esac ;;
  *) echo "$*" >>"$HOME/asked" ;;
esac
`;

/** What systemctl is asked by a switch from `before` to `after`, with these units active. */
const asked = (before: Units | undefined, after: Units, active: string, state = "running"): string[] => {
  const home = fs.mkdtempSync(path.join(tmpdir(), "lares-reload-"));
  fs.writeFileSync(`${home}/systemctl`, fakeSystemctl, { mode: 0o755 });
  const described = (units: Units) =>
    homeOf([systemd], { systemd: { user: { systemctlPath: `${home}/systemctl`, ...units } } } as never, {
      home,
    });
  const write = (name: string, { description }: ReturnType<typeof homeOf>) => {
    for (const { target, content } of description.files) {
      const file = path.join(home, name, "home-files", target);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      if (content.type === "text") fs.writeFileSync(file, content.text);
      if (content.type === "symlink") fs.symlinkSync(content.text, file);
    }
  };
  if (before !== undefined) write("old", described(before));
  const next = described(after);
  write("new", next);
  const step = next.description.activation.find(({ name }) => name === "reloadSystemd")!;
  const prelude = `export STATE='${state}' ACTIVE='${active}'
newGenPath="$HOME/new"; ${before === undefined ? "" : 'oldGenPath="$HOME/old"'}
run() { "$@"; }; noteEcho() { :; }; warnEcho() { echo "$@"; }; verboseEcho() { :; }
`;
  for (const shell of ["bash", "sh"]) {
    fs.rmSync(`${home}/asked`, { force: true });
    askAt(home, shell, ["-eu", "-c", prelude + step.script]);
  }
  return fs.existsSync(`${home}/asked`) ? fs.readFileSync(`${home}/asked`, "utf8").trimEnd().split("\n") : [];
};

const service = (
  command: string,
  unit: Readonly<Record<string, string | boolean | readonly string[]>> = {},
  wantedBy: readonly string[] = ["default.target"],
) => ({
  Unit: unit as Readonly<Record<string, never>>,
  Service: { ExecStart: command },
  Install: { WantedBy: wantedBy },
});

test("the first switch starts what a target that is up wants", () => {
  const units = {
    services: {
      a: service("/a"),
      b: service("/b", {}, []),
      c: service("/c", {}, ["graphical-session.target"]),
    },
  };
  expect(asked(undefined, units, "default.target")).toEqual(["daemon-reload", "start a.service"]);
});

test("what is gone stops, what has changed restarts, what is the same is left alone", () => {
  const before = {
    services: { gone: service("/gone"), changed: service("/1"), same: service("/s"), idle: service("/1") },
  };
  const after = { services: { changed: service("/2"), same: service("/s"), idle: service("/2") } };
  expect(asked(before, after, "default.target gone.service changed.service same.service")).toEqual([
    "stop gone.service",
    "daemon-reload",
    "restart changed.service",
  ]);
});

test("a unit says how it wants to be changed", () => {
  const versions = (command: string, trigger: string): Units => ({
    services: {
      keep: service(command, { "X-SwitchMethod": "keep-old" }),
      reload: service(command, { "X-SwitchMethod": "reload" }),
      trigger: service("/same", { "X-Reload-Triggers": [trigger] }),
      anew: service(command, { "X-SwitchMethod": "stop-start" }),
      refuse: service(command, { RefuseManualStop: true }),
    },
  });
  const active = "default.target keep.service reload.service trigger.service anew.service refuse.service";
  expect(asked(versions("/1", "a"), versions("/2", "b"), active)).toEqual([
    "daemon-reload",
    "stop anew.service",
    "start anew.service",
    "reload reload.service",
    "reload trigger.service",
  ]);
});

test("nothing is asked of a systemd that is not there", () => {
  expect(asked(undefined, { services: { a: service("/a") } }, "", "offline")).toEqual([]);
});

test("services are left alone where they are to be", () => {
  const units = (command: string): Units => ({ startServices: false, services: { a: service(command) } });
  expect(asked(units("/1"), units("/2"), "default.target a.service")).toEqual(["daemon-reload"]);
});

test("a target that is gone stops, and one that has changed is left alone", () => {
  const target = (description: string) => ({ Unit: { Description: description } });
  const before = {
    targets: { gone: target("a"), same: target("b"), fixed: { Unit: { RefuseManualStop: true } } },
  };
  const active = "default.target gone.target same.target fixed.target";
  expect(asked(before, { targets: { same: target("c") } }, active)).toEqual([
    "stop gone.target",
    "daemon-reload",
  ]);
});

const home = (services: Readonly<Record<string, ReturnType<typeof service>>>) =>
  ({ systemd: { user: { systemctlPath: "/stand-in/systemctl", services } } }) as never;

/** Starts and stops in a file of its own what it is asked to. */
const startingSystemctl = `shift
active="$HOME/active"
case "$1" in
  is-system-running) echo running; exit ;;
  --quiet) [ "$3" = default.target ] || grep -qxF "$3" "$active"; exit ;;
  start) echo "$2" >>"$active" ;;
  stop) sed -i "/^$2$/d" "$active" ;;
esac
note "$*"`;

test("with the last unit gone, what runs is stopped and the units are read anew; then there is nothing to do", async () => {
  const trial = switchedHome([systemd], { "/stand-in/systemctl": startingSystemctl });
  try {
    trial.write("active", "");
    await trial.become(home({ a: service("/a"), b: service("/b") }));
    expect(trial.noted()).toEqual([
      "systemctl daemon-reload",
      "systemctl start a.service",
      "systemctl start b.service",
    ]);
    const steps = await trial.become({});
    expect(steps).toMatchObject([{ name: "reloadSystemd", kind: "undo", result: "done" }]);
    expect(trial.noted()).toEqual([
      "systemctl stop a.service",
      "systemctl stop b.service",
      "systemctl daemon-reload",
    ]);
    expect(await trial.become({ home: { file: { a: { text: "" } } } } as never)).toEqual([]);
    expect(trial.noted()).toEqual([]);
    await trial.become(home({ a: service("/a") }));
    trial.noted();
    await trial.leave();
    expect(trial.noted()).toEqual(["systemctl stop a.service", "systemctl daemon-reload"]);
  } finally {
    trial.remove();
  }
});

test("units that are written as files, and variables of systemd alone, are read anew too", async () => {
  const trial = switchedHome([systemd], { "/stand-in/systemctl": startingSystemctl });
  const user = { systemctlPath: "/stand-in/systemctl" };
  try {
    trial.write("active", "own.service\n");
    const file = { "systemd/user/own.service": { text: "[Service]\nExecStart=/own\n" } };
    await trial.become({ systemd: { user }, xdg: { configFile: file } } as never);
    expect(trial.noted()).toEqual(["systemctl daemon-reload"]);
    await trial.become({ systemd: { user: { ...user, sessionVariables: { A: "1" } } } } as never);
    expect(trial.noted()).toEqual([
      "systemctl daemon-reload",
      "systemctl stop own.service",
      "systemctl daemon-reload",
    ]);
  } finally {
    trial.remove();
  }
});
