import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import bash from "../../modules/bash/index.ts";
import zsh from "../../modules/zsh/index.ts";
import { leadingPathCode, pathLines } from "../../src/home/profile-paths.ts";
import { has, homeOf, textsOf } from "../modules/home.ts";

const home = { profileDirectory: "/home/ada/.lares/home-path", sessionPath: ["$HOME/own bin", "/opt/b"] };
const own = ["/home/ada/own bin", "/opt/b", "/home/ada/.lares/home-path/bin"];

const pathAfter = (shell: string, code: string, before: string): readonly string[] => {
  const env = { HOME: "/home/ada", PATH: before };
  const { stdout, stderr } = spawnSync(shell, ["-euc", `${code}\necho "$PATH"`], {
    env,
    encoding: "utf8",
    // To a bash with a socket there, someone has come by rsh.
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect(stderr).toBe("");
  return stdout.trim().split(":");
};

for (const shell of ["dash", "bash", "zsh"])
  test.skipIf(!has(shell))(
    `${shell}: the home's folders lead, wherever they were (skipped without it)`,
    () => {
      const path = `/usr/bin:${own[2]}:/bin:${own[0]}:${own[2]}`;
      expect(pathAfter(`/usr/bin/${shell}`, leadingPathCode(home), path)).toEqual([
        ...own,
        "/usr/bin",
        "/bin",
      ]);
      expect(pathAfter(`/usr/bin/${shell}`, leadingPathCode(home), own[1]!)).toEqual(own);
    },
  );

test("folders that are there already stay where they are", () => {
  const lines = pathLines(['"$HOME/a b"', "/c"]).join("\n");
  expect(pathAfter("sh", lines, "/usr/bin:/c")).toEqual(["/home/ada/a b", "/usr/bin", "/c"]);
  expect(pathAfter("sh", lines, "/usr/bin")).toEqual(["/home/ada/a b", "/c", "/usr/bin"]);
});

test("login shells of macOS alone put them in front once more", () => {
  const texts = (os: "linux" | "darwin") => {
    const programs = { bash: { enable: true }, zsh: { enable: true } };
    return textsOf(homeOf([bash, zsh], { programs }, { os, used: true }));
  };
  for (const name of [".profile", ".zprofile"]) {
    expect(texts("darwin")[name]).toContain("lares_lead");
    expect(texts("linux")[name] ?? "").not.toContain("lares_lead");
  }
});
