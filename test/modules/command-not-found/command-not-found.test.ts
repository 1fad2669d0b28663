import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import commandNotFound from "../../../modules/command-not-found.ts";
import fish from "../../../modules/fish/index.ts";
import nixIndex from "../../../modules/nix-index.ts";
import zsh from "../../../modules/zsh/index.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";

const modules = [bash, fish, zsh, commandNotFound, nixIndex];

test.for(["bash", "zsh", "fish"])(
  "%s names the packages of a command (needs it, and sqlite3)",
  (shell, { skip }) => {
    skip(!has(shell) || !has("sqlite3"), `needs ${shell} and sqlite3`);
    const home = writtenHome(
      modules,
      (folder) =>
        ({
          programs: {
            [shell]: { enable: true },
            "command-not-found": { enable: true, dbPath: `${folder}/programs.sqlite` },
          },
        }) as Definitions,
    );
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    for (const name of fs.readdirSync(`${home}/.local/share/lares/store`))
      fs.chmodSync(`${home}/.local/share/lares/store/${name}`, 0o755);
    askAt(home, "sqlite3", [
      `${home}/programs.sqlite`,
      "create table Programs (name text, system text, package text); insert into Programs values ('no-such''x', 'a', 'two'), ('no-such''x', 'b', 'two'), ('no-such''x', 'a', 'one')",
    ]);
    /** Without what fish says of the place in the line. */
    const said = (name: string) => {
      const env = { PATH: process.env.PATH, HOME: home, TERM: "dumb" };
      const { stderr, status } = spawnSync(shell, ["-ic", `"${name}" 1 2`], { encoding: "utf8", env });
      return [status, stderr.slice(stderr.indexOf(name)).replace(/^fish: .*/ms, "")];
    };
    expect(said("no-such'x")).toEqual([
      127,
      "no-such'x: command not found\nIt is in these packages of Nixpkgs:\none\ntwo\n",
    ]);
    expect(said("nowhere-at-all")).toEqual([127, "nowhere-at-all: command not found\n"]);
  },
);

test("nix-index answers for the same commands", () => {
  const programs = { "command-not-found": { enable: true }, "nix-index": { enable: true } };
  expect(homeOf(modules, { programs } as Definitions).failedAssertions).toHaveLength(1);
});
