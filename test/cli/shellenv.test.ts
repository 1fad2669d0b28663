/** What `lares shellenv` prints, evaluated by the shells it is for. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { environment, home, startSession } from "./session.ts";

const shells = ["dash", "bash", "zsh"].filter((shell) => spawnSync(shell, ["-c", ":"]).status === 0);
const hasFish = spawnSync("fish", ["-c", "true"]).status === 0;

const started = () => {
  const session = startSession(
    home(`  home: { sessionVariables: { GREETING: "it's $HOME; a\\\\b" }, sessionPath: ["$HOME/own bin"] },`),
  );
  session.lares(["switch"]);
  return session;
};

describe.each(shells)("%s", (shell) => {
  test("the home's programs and variables are there, and twice does no harm", () => {
    const session = started();
    const script =
      'eval "$(lares shellenv)"; once=$PATH; eval "$(lares shellenv)"; [ "$once" = "$PATH" ] && echo same; printf "%s\\n" "$GREETING" "$PATH"; command -v lares; echo "$XDG_DATA_DIRS"';
    const { stdout, stderr } = spawnSync(shell, ["-c", script], {
      env: environment(session.home),
      encoding: "utf8",
    });
    const profile = `${session.home}/.lares-root/home/home-path`;
    const [same, greeting, PATH, found, data] = stdout.split("\n");
    expect(stderr).toBe("");
    expect([same, greeting, found, data]).toEqual([
      "same",
      `it's ${session.home}; a\\b`,
      `${profile}/bin/lares`,
      `${profile}/share:/usr/local/share:/usr/share`,
    ]);
    expect(PATH!.split(":")).toContain(`${profile}/bin`);
    expect(PATH!.split(":")).toContain(`${session.home}/own bin`);
  });
});

test.skipIf(!hasFish)("fish (skipped where it is not installed)", () => {
  const session = started();
  const script =
    "lares shellenv --fish | source; lares shellenv --fish | source; echo $GREETING; command -v lares; string join \\n $PATH";
  const { stdout } = spawnSync("fish", ["--no-config", "-c", script], {
    env: environment(session.home),
    encoding: "utf8",
  });
  const [greeting, found, ...PATH] = stdout.trimEnd().split("\n");
  const profile = `${session.home}/.lares-root/home/home-path`;
  expect([greeting, found]).toEqual([`it's ${session.home}; a\\b`, `${profile}/bin/lares`]);
  expect(PATH.filter((folder) => folder === `${profile}/bin`)).toHaveLength(1);
  expect(PATH).toContain(`${session.home}/own bin`);
});

test("nothing is switched yet: the lines do no harm", () => {
  const session = startSession();
  const { status, stderr } = spawnSync("sh", ["-ec", 'eval "$(lares shellenv)"'], {
    env: environment(session.home),
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
});
