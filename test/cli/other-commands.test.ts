/** init, option, build, doctor: at the prompt. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { checkout, home, startSession } from "./session.ts";

test("init writes a configuration that switches as it is", () => {
  const session = startSession();
  expect(session.lares(["init", "../dots"])).toEqual({
    status: 0,
    stderr: "",
    stdout:
      "wrote 4 files in ~/dots; yours to edit: ~/dots/home.config.ts\nnext: lares plan --config ~/dots\n",
  });
  const cwd = path.join(session.home, "dots");
  expect(session.lares(["switch"], { cwd }).status).toBe(0);
  const again = session.lares(["init", "../dots"]);
  expect(again.status).toBe(1);
  expect(again.stderr).toContain("error: $HOME/dots holds files that lares init would write\n");
});

test("init without a folder writes where lares looks by itself", () => {
  const session = startSession();
  expect(session.lares(["init"]).stdout).toContain("next: lares plan\n");
  expect(session.lares(["plan"], { cwd: "/" }).status).toBe(0);
});

test("init --from-existing takes up dotfiles and passes secrets over", () => {
  const session = startSession();
  session.write(".vimrc", "set nu\n");
  session.write(".config/app/token.conf", "token = abcdef0123456789\n", 0o600);
  const { stdout } = session.lares(["init", "../dots", "--from-existing"]);
  expect(stdout).toContain("  took up .vimrc\n");
  expect(session.read("dots/dotfiles/.vimrc")).toBe("set nu\n");
  expect(fs.existsSync(path.join(session.home, "dots/dotfiles/.config/app/token.conf"))).toBe(false);
});

test("option shows value, type, description and every definition with its place", () => {
  const session = startSession(`import { mkDefault } from "lares";
export default {
  imports: ["./other.ts"],
  home: { sessionPath: ["~/a"] },
  programs: { git: { enable: mkDefault(true) } },
};
`);
  session.write("config/other.ts", "export default {\n  programs: { git: { enable: false } },\n};\n");
  const { stdout, stderr } = session.lares(["option", "programs.git.enable"]);
  expect(stderr).toBe("");
  expect(stdout).toMatch(
    /^programs\.git\.enable\n {2}value {4}false\n {2}type {5}boolean\n {2}default {2}false\n\n {2}\w.*\n\n {2}defined\n/,
  );
  expect(stdout).toMatch(/✓ {2}other\.ts:2:\d+ +false/);
  expect(stdout).toMatch(/✗ {2}home\.config\.ts:5:\d+ +true +priority 1000, overridden/);
  expect(JSON.parse(session.lares(["option", "programs.git.enable", "--json"]).stdout)).toMatchObject({
    path: "programs.git.enable",
    value: false,
    definitions: [
      { value: false, prevails: true, priority: 100 },
      { value: true, prevails: false, priority: 1000 },
    ],
  });
});

test("option lists, searches, and knows the nearest name", () => {
  const session = startSession(home(""));
  expect(session.lares(["option", "programs.git"]).stdout).toMatch(/^programs\.git\.enable +\w/m);
  const found = session.lares(["option", "--search", "git", "signing"]).stdout;
  expect(found).toMatch(/^programs\.git\.signing\./m);
  expect(session.lares(["option", "programs.git.enabel"])).toMatchObject({
    status: 1,
    stderr: "error: there is no option programs.git.enabel\n  hint: did you mean programs.git.enable?\n",
  });
});

test("build --out writes the generation of a stand-in user, the same everywhere, and a report", () => {
  const session = startSession();
  const config = path.join(session.home, "case.json");
  fs.writeFileSync(
    config,
    JSON.stringify({
      home: { file: { a: { text: "a" } }, packages: [{ _type: "package", name: "tool" }] },
      warnings: ["careful"],
    }),
  );
  const built = session.lares([
    "build",
    "--config",
    config,
    "--out",
    "../out",
    "--platform",
    "darwin",
    "--stub-packages",
  ]);
  expect(built).toEqual({
    status: 0,
    stdout: "wrote the generation to ~/out\n",
    stderr: "warning: careful\n",
  });
  expect(session.read("out/home-files/a")).toBe("a");
  expect(JSON.parse(session.read("out/report.json"))).toEqual({ warnings: ["careful"], assertions: [] });
  expect(session.lares(["generations"]).stdout).toContain("no generation yet");
  expect(session.tree().filter((name) => !name.startsWith("out/"))).toEqual(["case.json"]);
});

test("a file of a stand-in package is a link that leads nowhere", () => {
  const session = startSession();
  const source = { _type: "package", name: "plugin", outPath: `/nix/store/${"0".repeat(32)}-plugin` };
  fs.writeFileSync(
    path.join(session.home, "case.json"),
    JSON.stringify({ home: { file: { a: { source } } } }),
  );
  const words = ["build", "--config", path.join(session.home, "case.json"), "--out", "../out"];
  expect(session.lares([...words, "--stub-packages"])).toMatchObject({ status: 0, stderr: "" });
  expect(fs.readlinkSync(path.join(session.home, "out/home-files/a"))).toBe(source.outPath);
  expect(session.lares(words).stderr).toContain("there is no /nix/store/");
});

test("build puts the generation into the store and prints its path", () => {
  const session = startSession(home(`  home: { file: { ".a": { text: "a" } } },`));
  expect(session.lares(["build"])).toEqual({
    status: 0,
    stdout: "$HOME/.lares-root/store/HASH-home-generation\n",
    stderr: "",
  });
  expect(session.tree()).toEqual([]);
});

test("specialisations can be planned and activated", () => {
  const session = startSession(
    home(`  home: { file: { ".theme": { text: "light" } } },
  specialisation: { dark: { configuration: { home: { file: { ".theme": { text: mkForce("dark") } } } } } },`).replace(
      "{ defineHome }",
      "{ defineHome, mkForce }",
    ),
  );
  session.lares(["switch"]);
  expect(session.lares(["plan", "--specialisation", "dark"]).stdout).toContain("-light\n");
  expect(session.lares(["switch", "--specialisation", "dark"]).status).toBe(0);
  expect(session.read(".theme")).toBe("dark");
  expect(session.lares(["switch"]).status).toBe(0);
  expect(session.read(".theme")).toBe("light");
  expect(session.lares(["switch", "--specialisation", "drak"])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("dark"),
  });
});

test("programs that the system does not have are said, by switch and doctor", () => {
  const session = startSession(home(`  home: { packages: ["no-such-program-here", "sh"] },`));
  const missing = "no-such-program-here";
  expect(session.lares(["switch"]).stderr).toContain(
    `not installed on this system, and left to you: ${missing}\n`,
  );
  expect(session.lares(["doctor"]).stdout).toMatch(
    new RegExp(`note +not so: programs that the home refers to are installed\\n +${missing}\\n`),
  );
});

test("a home is found by --config, then in the working folder, then in ~/.config/lares", () => {
  const session = startSession(home(`  home: { file: { ".from": { text: "working folder" } } },`));
  session.write(
    ".config/lares/home.config.json",
    JSON.stringify({ home: { file: { ".from": { text: "usual place" } } } }),
  );
  session.write("third.yaml", "home: { file: { .from: { text: third } } }\n");
  const from = (words: string[], cwd?: string) => {
    expect(session.lares(["switch", ...words], cwd === undefined ? {} : { cwd })).toMatchObject({
      status: 0,
      stderr: "",
    });
    return session.read(".from");
  };
  expect(from([])).toBe("working folder");
  expect(from([], "/")).toBe("usual place");
  expect(from(["--config", "../third.yaml"])).toBe("third");
});

test("everything printed for the README's first command fits a screen of 80 by 24", () => {
  const session = startSession();
  const { status, stdout } = session.lares(["switch"], { cwd: checkout });
  expect(status).toBe(0);
  expect(stdout.split("\n").length).toBeLessThanOrEqual(24);
});

test("one lares after another: the second waits for the first, or with --no-wait says who it is", () => {
  const session = startSession(
    home(
      `  home: { activation: { slow: { after: ["writeBoundary"], before: [], run: "lares switch --no-wait --config $HOME/other.json || echo status $?" } } },`,
    ),
  );
  session.write("other.json", `{"home":{"file":{".b":{"text":"b"}}}}`);
  const { stdout } = session.lares(["switch", "--verbose"]);
  expect(stdout).toMatch(/lares switch --verbose is running|status 1/);
  expect(spawnSync("test", ["-e", path.join(session.home, ".b")]).status).toBe(1);
});
