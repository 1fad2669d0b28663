/** `lares adopt`: files, folders and other programs' links, there and back. */
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { home, type Session, startSession } from "./session.ts";

const config = home(`  // kept
  home: {
    file: {
      ".copied": { source: "./copied", mode: "copy" }, // this too
    },
  },`);

const start = (): Session => {
  const session = startSession(config);
  session.write("config/copied", "one\ntwo\nthree\nfour\nfive\n");
  expect(session.lares(["switch"]).status).toBe(0);
  return session;
};

const kind = ({ home: folder }: Session, name: string) => {
  const found = fs.lstatSync(path.join(folder, name), { throwIfNoEntry: false });
  return found === undefined
    ? "nothing"
    : found.isSymbolicLink()
      ? fs.readlinkSync(path.join(folder, name))
      : "file";
};

const hasStow = spawnSync("sh", ["-c", "command -v stow"]).status === 0;

test.skipIf(!hasStow)("links of GNU Stow, to a file and to a folder, and undone", () => {
  const session = start();
  session.write("stow/vim/.vimrc", "set nu\n");
  session.write("stow/nvim/.config/nvim/init.lua", "-- nvim\n");
  session.write(".config/other", "");
  execFileSync("stow", ["-d", path.join(session.home, "stow"), "-t", session.home, "vim", "nvim"]);
  const before = session.tree();
  const text = session.read("config/home.config.ts");
  const answer = session.lares(["adopt", "../.vimrc", "../.config/nvim"]);
  expect(answer).toMatchObject({ status: 0, stderr: "" });
  expect(kind(session, ".vimrc")).toContain("/home-files/.vimrc");
  expect(session.read(".config/nvim/init.lua")).toBe("-- nvim\n");
  expect(session.read("config/dotfiles/.vimrc")).toBe("set nu\n");
  expect(session.read("config/home.config.ts")).toContain("// this too");
  expect(session.lares(["switch"]).stdout).toContain("nothing to do");
  expect(session.lares(["adopt", "--undo"])).toMatchObject({ status: 0, stderr: "" });
  expect(session.tree()).toEqual(before);
  expect(session.read("config/home.config.ts")).toBe(text);
  expect(fs.existsSync(path.join(session.home, "config/dotfiles/.vimrc"))).toBe(false);
});

test("a path through a foreign link to a folder is refused, and the link itself can be taken", () => {
  const session = start();
  session.write("stow/nvim/init.lua", "-- nvim\n");
  session.write("stow/nvim/lua/a.lua", "-- a\n");
  fs.mkdirSync(path.join(session.home, ".config"));
  fs.symlinkSync("../stow/nvim", path.join(session.home, ".config/nvim"));
  const before = session.tree();
  const refused = session.lares(["adopt", "../.config/nvim/lua/a.lua"]);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain(
    "~/.config/nvim/lua/a.lua lies behind ~/.config/nvim, which is a link to ../stow/nvim",
  );
  expect(refused.stderr).toContain("lares adopt ~/.config/nvim");
  expect(session.tree()).toEqual(before);
  expect(fs.existsSync(path.join(session.home, "config/dotfiles"))).toBe(false);
  expect(session.lares(["adopt", "../.config/nvim"])).toMatchObject({ status: 0, stderr: "" });
  expect(kind(session, ".config/nvim")).toContain("/home-files/.config/nvim");
  expect(session.read(".config/nvim/lua/a.lua")).toBe("-- a\n");
  expect(session.lares(["adopt", "../.config/nvim/init.lua"]).stderr).toContain("managed already");
  expect(session.read("stow/nvim/lua/a.lua")).toBe("-- a\n");
});

test.each([
  ["yaml", "# kept\nhome:\n  stateVersion: '26.05' # this too\n", "# this too"],
  ["toml", '[home]\nstateVersion = "26.05"\n', "stateVersion"],
  ["json", '{\n  "home": {}\n}\n', '"home"'],
])("a configuration in %s gets the entries, and gives them back", (form, text, kept) => {
  const session = startSession();
  const name = `config/home.config.${form}`;
  session.write(name, text);
  session.write(".toolrc", "tool\n");
  session.write(".tool/a", "a\n");
  expect(session.lares(["switch"])).toMatchObject({ status: 0, stderr: "" });
  const before = session.tree();
  expect(session.lares(["adopt", "../.toolrc", "../.tool"])).toMatchObject({ status: 0, stderr: "" });
  expect(kind(session, ".toolrc")).toContain("/home-files/.toolrc");
  expect(kind(session, ".tool/a")).toContain("/home-files/.tool/a");
  expect(session.read(name)).toContain(kept);
  expect(session.lares(["switch"]).stdout).toContain("nothing to do");
  expect(session.lares(["adopt", "--undo"])).toMatchObject({ status: 0, stderr: "" });
  expect(session.read(name)).toBe(text);
  expect(session.tree()).toEqual(before);
});

test("files and folders are given back by --undo, with their modes", () => {
  const session = start();
  session.write(".toolrc", "tool\n", 0o640);
  session.write(".tool/a", "a\n");
  session.write(".tool/b/c", "c\n");
  const before = session.tree();
  expect(session.lares(["adopt", "../.toolrc", "../.tool", "--yes"])).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(kind(session, ".tool/b/c")).toContain("/home-files/.tool/b/c");
  expect(session.lares(["adopt", "--undo"])).toMatchObject({ status: 0, stderr: "" });
  expect(session.tree()).toEqual(before);
  expect(fs.statSync(path.join(session.home, ".toolrc")).mode & 0o777).toBe(0o640);
  expect(session.lares(["adopt", "--undo"]).stderr).toContain("there is no adoption to undo");
});

test("--undo refuses a configuration that was changed since", () => {
  const session = start();
  session.write(".toolrc", "tool\n");
  session.lares(["adopt", "../.toolrc"]);
  session.write("config/home.config.ts", `${session.read("config/home.config.ts")}// more\n`);
  expect(session.lares(["adopt", "--undo"]).stderr).toContain("was changed since");
  expect(session.read(".toolrc")).toBe("tool\n");
});

test("an edited copy is merged three ways, and a conflict is shown and never written unasked", () => {
  const session = start();
  session.write(".copied", "one of home\ntwo\nthree\nfour\nfive\n");
  session.write("config/copied", "one\ntwo\nthree\nfour\nfive of source\n");
  const merged = session.lares(["adopt", "../.copied"]);
  expect(merged).toMatchObject({ status: 0, stderr: "" });
  expect(merged.stdout).toContain("merged");
  for (const file of ["config/copied", ".copied"])
    expect(session.read(file)).toBe("one of home\ntwo\nthree\nfour\nfive of source\n");
  expect(session.lares(["status"]).stdout).toContain("all in place");
  session.write(".copied", "one again\ntwo\nthree\nfour\nfive of source\n");
  session.write("config/copied", "one otherwise\ntwo\nthree\nfour\nfive of source\n");
  const { status, stderr } = session.lares(["adopt", "../.copied"]);
  expect(status).toBe(1);
  expect(stderr).toContain("home:   one again");
  expect(stderr).toContain("source: one otherwise");
  expect(session.read("config/copied")).toBe("one otherwise\ntwo\nthree\nfour\nfive of source\n");
  expect(session.lares(["adopt", "../.copied", "--conflicts", "home"]).status).toBe(0);
  expect(session.read("config/copied")).toBe("one again\ntwo\nthree\nfour\nfive of source\n");
});
