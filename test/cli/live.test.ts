/** `lares live`: links past the generation, and back. */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { home, type Session, startSession } from "./session.ts";

const config = home(`  home: {
    sessionVariables: { A: "1" },
    file: {
      ".one": { source: "./one" },
      ".text": { text: "made" },
      ".tree": { source: "./tree", recursive: true },
      ".whole": { source: "./whole" },
    },
  },`);

const start = (): Session => {
  const session = startSession(config);
  session.write("config/one", "one\n");
  session.write("config/tree/a", "a\n");
  session.write("config/whole/x", "x\n");
  expect(session.lares(["switch"]).status).toBe(0);
  return session;
};

const link = ({ home: folder }: Session, name: string) => fs.readlinkSync(path.join(folder, name));
const generated = (session: Session, name: string) => `${session.home}/.lares-root/home/home-files/${name}`;

test("on, an edit, status, list, and the next switch captures it", () => {
  const session = start();
  expect(session.lares(["live", "on", "../.one", "../.tree/a", "../.whole"])).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(link(session, ".one")).toBe(`${session.home}/config/one`);
  expect(link(session, ".tree/a")).toBe(`${session.home}/config/tree/a`);
  expect(link(session, ".whole")).toBe(`${session.home}/config/whole`);
  session.write(".one", "by a program\n");
  expect(session.read("config/one")).toBe("by a program\n");
  const status = JSON.parse(session.lares(["status", "--json"]).stdout);
  expect(status.drift).toEqual([]);
  expect(status.live.map((each: { path: string }) => each.path)).toEqual([".one", ".tree/a", ".whole"]);
  expect(session.lares(["live", "list"]).stdout).toContain("~/.one");
  expect(session.lares(["switch"]).status).toBe(0);
  expect(link(session, ".one")).toBe(generated(session, ".one"));
  expect(link(session, ".whole")).toBe(generated(session, ".whole"));
  expect(session.read(".one")).toBe("by a program\n");
  expect(session.lares(["live", "list"]).stdout).toBe("nothing is live\n");
  expect(session.lares(["switch"]).stdout).toContain("nothing to do");
});

test("off for one path captures that and leaves the others live", () => {
  const session = start();
  session.lares(["live", "on", "../.one", "../.whole"]);
  session.write("config/one", "two\n");
  expect(session.lares(["live", "off", "../.one"]).status).toBe(0);
  expect(link(session, ".one")).toBe(generated(session, ".one"));
  expect(session.read(".one")).toBe("two\n");
  expect(link(session, ".whole")).toBe(`${session.home}/config/whole`);
});

test("a working file that is gone is reported, and no switch leaves a dangling link, though it fails", () => {
  const session = start();
  session.lares(["live", "on", "../.one", "../.whole"]);
  fs.rmSync(path.join(session.home, "config/one"));
  fs.renameSync(path.join(session.home, "config/whole"), path.join(session.home, "config/moved"));
  const { drift } = JSON.parse(session.lares(["status", "--json"]).stdout);
  expect(drift.map(({ path: at, kind }: { path: string; kind: string }) => [at, kind])).toEqual([
    [".one", "dangling"],
    [".whole", "dangling"],
  ]);
  const answer = session.lares(["switch"]);
  expect(answer.status).toBe(1);
  expect(answer.stderr).toContain("there is no $HOME/config/one");
  expect(session.read(".one")).toBe("one\n");
  expect(session.read(".whole/x")).toBe("x\n");
});

test("an entry that leaves the configuration while it is live goes, and its record", () => {
  const session = start();
  session.lares(["live", "on", "../.one"]);
  session.write("config/home.config.ts", config.replace('".one": { source: "./one" },', ""));
  expect(session.lares(["switch"]).status).toBe(0);
  expect(fs.existsSync(path.join(session.home, ".one"))).toBe(false);
  expect(session.lares(["live", "list"]).stdout).toBe("nothing is live\n");
});

test("what cannot be live is refused with nothing changed", () => {
  const session = start();
  expect(session.lares(["live", "on", "../.text"]).stderr).toContain("is not made from a file");
  session.write(".other", "");
  expect(session.lares(["live", "on", "../.one", "../.other"]).stderr).toContain(
    "is not a link of the current generation",
  );
  expect(link(session, ".one")).toBe(generated(session, ".one"));
});

test("killed at any call, the link is live or the generation's, and the next command knows which", () => {
  for (let call = 1; call < 400; call += 9) {
    const session = start();
    const { status } = session.lares(["live", "on", "../.one"], { env: { LARES_FAULT: `any:${call}:KILL` } });
    expect(session.read(".one")).toBe("one\n");
    expect(session.lares(["switch"]).status, `${call}`).toBe(0);
    expect(link(session, ".one"), `${call}`).toBe(generated(session, ".one"));
    if (status === 0) break;
  }
});
