/** `lares watch` as a person has it: files are saved, and what is behind the links follows. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { environment, home, laresProgram, type Session, startSession } from "../cli/session.ts";
import { startWatch, stopAll, type Watching } from "./watching.ts";

afterEach(stopAll);

const config = home(`  home: {
    sessionVariables: { A: "1" },
    file: {
      ".one": { source: "./one" },
      ".two": { source: "./two" },
      ".folder": { source: "./folder", recursive: true },
      ".whole": { source: "./whole" },
    },
  },`);

const startSmall = (): Session => {
  const session = startSession(config);
  session.write("config/one", "one\n");
  session.write("config/two", "two\n");
  session.write("config/folder/a", "a\n");
  session.write("config/folder/b/c", "c\n");
  session.write("config/whole/x", "x\n");
  return session;
};

const startWatched = async (): Promise<{ session: Session; watching: Watching }> => {
  const session = startSmall();
  expect(session.lares(["switch"]).status).toBe(0);
  const watching = startWatch(session);
  await watching.next("ready");
  return { session, watching };
};

/** What the home shows; undefined while there is nothing. */
const shown = (session: Session, path: string) => (): string | undefined =>
  fs.existsSync(join(session.home, path)) ? session.read(path) : undefined;

const generations = (session: Session): readonly string[] =>
  fs.readdirSync(join(session.home, ".lares-root/state/profiles")).sort();

describe("saving", () => {
  const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
  const ways: Readonly<Record<string, (file: string, text: string) => void>> = {
    "truncate and write": (file, text) => fs.writeFileSync(file, text),
    "rename over (JetBrains, Kate, VS Code with atomic saves)": (file, text) => {
      fs.writeFileSync(`${file}___jb_tmp___`, text);
      fs.renameSync(file, `${file}___jb_old___`);
      fs.renameSync(`${file}___jb_tmp___`, file);
      fs.unlinkSync(`${file}___jb_old___`);
    },
    "delete and make again": (file, text) => {
      fs.unlinkSync(file);
      fs.writeFileSync(file, text);
    },
    "in pieces": (file, text) => {
      const open = fs.openSync(file, "w");
      for (const letter of text) fs.writeSync(open, letter);
      fs.closeSync(open);
    },
    "sed -i": (file, text) => void execFileSync("sed", ["-i", `s/.*/${text.trimEnd()}/`, file]),
  };
  const vim = (backupcopy: string) => (file: string, text: string) =>
    void execFileSync("vim", [
      "-N",
      "-u",
      "NONE",
      "-es",
      "-c",
      `set backup backupcopy=${backupcopy} backupdir=.`,
      "-c",
      `%s/.*/${text.trimEnd()}/`,
      "-c",
      "wq",
      file,
    ]);
  const editors: typeof ways = {
    "vim backupcopy=no": vim("no"),
    "vim backupcopy=yes": vim("yes"),
    emacs: (file, text) =>
      void execFileSync(
        "emacs",
        [
          "-Q",
          "--batch",
          file,
          "--eval",
          `(progn (erase-buffer) (insert ${JSON.stringify(text)}) (save-buffer))`,
        ],
        { stdio: "ignore" },
      ),
  };
  for (const [name, save] of Object.entries({ ...ways, ...editors })) {
    const program = name.startsWith("vim") ? "vim" : name === "emacs" ? "emacs" : "sh";
    test.skipIf(!has(program))(`by ${name}${has(program) ? "" : ` (there is no ${program})`}`, async () => {
      const { session, watching } = await startWatched();
      for (const text of ["first\n", "second\n"]) {
        save(join(session.home, "config/one"), text);
        await watching.shows(shown(session, ".one"), text);
      }
      expect(watching.lines.filter(({ event }) => event === "error")).toEqual([]);
      await watching.end();
    });
  }
});

test("a session is one generation, the history says so, and one rollback undoes it", async () => {
  const { session, watching } = await startWatched();
  for (let edit = 0; edit < 5; edit++) {
    session.write("config/one", `edit ${edit}\n`);
    await watching.shows(shown(session, ".one"), `edit ${edit}\n`);
  }
  expect(await watching.end()).toMatchObject({ generation: { number: 2 }, folded: 5 });
  expect(generations(session)).toEqual(["home", "home-1-link", "home-2-link"]);
  const history = session
    .read(".lares-root/state/history.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(history).toHaveLength(2);
  expect(history[1]).toMatchObject({
    why: "lares watch --json",
    folded: 5,
    from: { number: 1 },
    to: { number: 2 },
    changes: { changed: 1 },
  });
  expect(session.lares(["generations"]).stdout).toMatch(
    /^2 .* 1 changed {2}lares watch --json: 5 edits {2}current$/m,
  );
  expect(JSON.parse(session.lares(["generations", "--json"]).stdout)).toMatchObject([
    { number: 1, reason: "lares switch" },
    { number: 2, reason: "lares watch --json: 5 edits", current: true },
  ]);
  const kept = fs
    .readdirSync(join(session.home, ".lares-root/store"))
    .filter((name) => name.endsWith("home-generation"));
  expect(kept).toHaveLength(2);
  expect(session.lares(["switch"]).stdout).toContain("nothing to do");
  expect(session.lares(["store", "verify"]).status).toBe(0);
  expect(session.lares(["rollback"]).status).toBe(0);
  expect(session.read(".one")).toBe("one\n");
});

test("a session that ends where it began leaves no generation", async () => {
  const { session, watching } = await startWatched();
  for (const text of ["other\n", "one\n"]) {
    session.write("config/one", text);
    await watching.shows(shown(session, ".one"), text);
  }
  expect(await watching.end()).toMatchObject({ generation: { number: 1 } });
  expect(generations(session)).toEqual(["home", "home-1-link"]);
});

test("folders: files come, go, and whole folders are replaced", async () => {
  const { session, watching } = await startWatched();
  session.write("config/folder/new", "new\n");
  await watching.shows(shown(session, ".folder/new"), "new\n");
  session.write("config/folder/deep/er/file", "deep\n");
  await watching.shows(shown(session, ".folder/deep/er/file"), "deep\n");
  session.write("config/folder/deep/er/file", "deeper\n");
  await watching.shows(shown(session, ".folder/deep/er/file"), "deeper\n");
  fs.rmSync(join(session.home, "config/folder/a"));
  await watching.next("switched", ({ changes = [] }) =>
    changes.some(({ change, path }) => change === "removed" && path === ".folder/a"),
  );
  expect(fs.existsSync(join(session.home, ".folder/a"))).toBe(false);
  session.write("config/other/x", "replaced\n");
  fs.renameSync(join(session.home, "config/whole"), join(session.home, "config/whole.old"));
  fs.renameSync(join(session.home, "config/other"), join(session.home, "config/whole"));
  await watching.shows(shown(session, ".whole/x"), "replaced\n");
  session.write("config/whole/x", "and edited\n");
  await watching.shows(shown(session, ".whole/x"), "and edited\n");
  await watching.end();
});

test("a broken configuration is shown with its place, the home stays, and mending it clears the error", async () => {
  const { session, watching } = await startWatched();
  session.write("config/home.config.ts", `${config}\n}`);
  const { error } = await watching.next("error");
  expect(error!.details.join("\n")).toContain("|");
  expect(session.read(".one")).toBe("one\n");
  session.write("config/home.config.ts", config.replace('".two"', '".second"'));
  await watching.next("mended");
  await watching.shows(shown(session, ".second"), "two\n");
  expect(fs.existsSync(join(session.home, ".two"))).toBe(false);
  session.write("config/two", "edited\n");
  await watching.shows(shown(session, ".second"), "edited\n");
  await watching.end();
});

test("a source that is gone is an error until it is there again", async () => {
  const { session, watching } = await startWatched();
  fs.rmSync(join(session.home, "config/one"));
  expect((await watching.next("error")).error).toMatchObject({ code: "missing-source" });
  expect(session.read(".one")).toBe("one\n");
  session.write("config/one", "again\n");
  await watching.next("mended");
  await watching.shows(shown(session, ".one"), "again\n");
  await watching.end();
});

test("git checkout of a hundred files arrives whole", async () => {
  const session = startSmall();
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], {
      cwd: join(session.home, "config"),
      stdio: "ignore",
    });
  const writeAll = (text: string) => {
    for (let at = 0; at < 100; at++) session.write(`config/folder/many/${at}`, `${text} ${at}\n`);
  };
  git("init", "-q");
  writeAll("old");
  git("add", ".");
  git("commit", "-qm", "old");
  git("checkout", "-qb", "new");
  writeAll("new");
  git("commit", "-qam", "new");
  const watching = startWatch(session);
  await watching.next("ready");
  git("checkout", "-q", "-");
  const all = () => Array.from({ length: 100 }, (_, at) => shown(session, `.folder/many/${at}`)()).join("");
  await watching.shows(all, Array.from({ length: 100 }, (_, at) => `old ${at}\n`).join(""));
  await watching.end();
});

test("another switch meanwhile works, and what it made stays a generation of its own", async () => {
  const { session, watching } = await startWatched();
  session.write("config/one", "watched\n");
  await watching.shows(shown(session, ".one"), "watched\n");
  expect(session.lares(["rollback"]).status).toBe(0);
  expect(session.read(".one")).toBe("one\n");
  session.write("config/two", "later\n");
  await watching.shows(shown(session, ".two"), "later\n");
  expect(session.read(".one")).toBe("watched\n");
  await watching.end();
  expect(session.lares(["store", "verify"]).status).toBe(0);
  expect(session.lares(["switch"]).stdout).toContain("nothing to do");
});

describe("another command's flip", () => {
  const otherConfig = (session: Session): string => {
    session.write("other/two", "of the other\n");
    session.write("other/home.config.ts", home(`  home: { file: { ".two": { source: "./two" } } },`));
    return join(session.home, "other/home.config.ts");
  };

  test("to what it had built from something older is followed by one to what was saved last", async () => {
    const { session, watching } = await startWatched();
    session.write("config/two", "saved last\n");
    await watching.shows(shown(session, ".two"), "saved last\n");
    expect(session.lares(["switch", "--config", otherConfig(session)]).status).toBe(0);
    expect(await watching.next("elsewhere")).toMatchObject({ generation: { number: 3 } });
    expect(await watching.next("switched")).toMatchObject({ saved: [] });
    expect(session.read(".two")).toBe("saved last\n");
    expect(session.read(".one")).toBe("one\n");
    await watching.end();
    expect(generations(session)).toEqual(["home", ...[1, 2, 3, 4].map((number) => `home-${number}-link`)]);
    expect(session.lares(["switch"]).stdout).toContain("nothing to do");
  });

  test("back stays until something is saved", async () => {
    const { session, watching } = await startWatched();
    session.write("config/one", "watched\n");
    await watching.shows(shown(session, ".one"), "watched\n");
    expect(session.lares(["rollback"]).status).toBe(0);
    expect(await watching.next("elsewhere")).toMatchObject({ generation: { number: 1 } });
    expect(session.read(".one")).toBe("one\n");
    session.write("config/two", "later\n");
    expect(await watching.next("switched")).toMatchObject({ saved: [join(session.home, "config/two")] });
    expect(session.read(".one")).toBe("watched\n");
    expect(session.read(".two")).toBe("later\n");
    await watching.end();
  });

  test("that is another watch's is not answered: two configurations do not fight", async () => {
    const { session, watching } = await startWatched();
    const other = startWatch(session, ["--config", otherConfig(session)]);
    await other.next("ready");
    await watching.next("elsewhere");
    session.write("config/two", "saved here\n");
    await watching.shows(shown(session, ".two"), "saved here\n");
    await other.next("elsewhere");
    session.write("other/two", "saved there\n");
    await other.shows(shown(session, ".two"), "saved there\n");
    await watching.next("elsewhere");
    for (const each of [watching, other]) await each.end();
    const flips = ({ lines }: Watching) => lines.filter(({ event }) => event === "switched").length;
    expect([flips(watching), flips(other)]).toEqual([1, 2]);
  });
});

describe("ending", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    test(`${signal} folds and leaves the home whole`, async () => {
      const { session, watching } = await startWatched();
      for (const text of ["1\n", "2\n"]) {
        session.write("config/one", text);
        await watching.shows(shown(session, ".one"), text);
      }
      await watching.end(signal);
      expect(generations(session)).toEqual(["home", "home-1-link", "home-2-link"]);
      expect(session.read(".one")).toBe("2\n");
    });

  test("a reader that goes away ends it", async () => {
    const { session, watching } = await startWatched();
    watching.child.stdout!.destroy();
    session.write("config/one", "unread\n");
    await watching.exited;
    expect(session.read(".one")).toBe("unread\n");
    expect(generations(session)).toEqual(["home", "home-1-link", "home-2-link"]);
  });
});

test("killed at any call of a flip, the home is old or new, and the store valid", async () => {
  const calls = ["rename", "symlink", "link", "write", "fsync", "unlink", "utimes", "chmod"];
  for (const call of calls)
    for (const nth of [1, 2, 4]) {
      const session = startSmall();
      expect(session.lares(["switch"]).status).toBe(0);
      const watching = startWatch(session, [], { LARES_FAULT: `${call}:${nth}:KILL` });
      await Promise.race([watching.next("ready"), watching.exited]).catch(() => {});
      for (const text of ["new\n", "newer\n", "newest\n"]) {
        if (watching.child.exitCode !== null || watching.child.signalCode !== null) break;
        session.write("config/one", text);
        await watching.shows(shown(session, ".one"), text).catch(() => {});
      }
      watching.child.kill("SIGKILL");
      await watching.exited;
      expect(["one\n", "new\n", "newer\n", "newest\n"], `${call}:${nth}`).toContain(session.read(".one"));
      expect(session.read(".two")).toBe("two\n");
      expect(session.lares(["switch"]), `${call}:${nth}`).toMatchObject({ status: 0 });
      expect(session.read(".one")).toBe(session.read("config/one"));
      expect(session.lares(["gc"]).status).toBe(0);
      const verified = session.lares(["store", "verify"]);
      expect(verified, `${call}:${nth} ${verified.stdout}`).toMatchObject({ status: 0 });
    }
}, 300_000);

/** In a user namespace of its own a process may lower its own limit. */
const underLimit = (watches: number) => [
  "unshare",
  "-U",
  "-r",
  "sh",
  "-c",
  `echo ${watches} >/proc/sys/user/max_inotify_watches && exec "$@"`,
  "sh",
];
const canLimit = spawnSync("unshare", [...underLimit(9).slice(1), "true"]).status === 0;

test.skipIf(!canLimit)(
  "beyond the system's limit on watches it says which, and how to raise it",
  async () => {
    const session = startSmall();
    const watching = startWatch(session, [], {}, underLimit(2));
    expect((await watching.next("polling")).hint).toContain("fs.inotify.max_user_watches");
    session.write("config/folder/b/c", "polled\n");
    await watching.shows(shown(session, ".folder/b/c"), "polled\n");
    await watching.end();
  },
);

test.skipIf(!canLimit)(
  "what is written while it goes over to polling is seen, though no event tells of it",
  async () => {
    const session = startSmall();
    const watching = startWatch(session, [], {}, underLimit(7));
    await watching.next("ready");
    expect(watching.lines.some(({ event }) => event === "polling")).toBe(false);
    for (let at = 0; at < 9; at++) session.write(`config/folder/more/${at}/deep`, "deep\n");
    await watching.next("polling");
    session.write("config/folder/b/c", "written between\n");
    await watching.shows(shown(session, ".folder/b/c"), "written between\n");
    await watching.shows(shown(session, ".folder/more/8/deep"), "deep\n");
    await watching.end();
  },
);

test("with --poll no watches are used", async () => {
  const session = startSmall();
  const watching = startWatch(session, ["--poll"]);
  await watching.next("ready");
  session.write("config/one", "polled\n");
  await watching.shows(shown(session, ".one"), "polled\n");
  await watching.end();
});

test("live links stay live while it watches", async () => {
  const { session, watching } = await startWatched();
  expect(session.lares(["live", "on", "../.one"]).status).toBe(0);
  session.write("config/two", "watched\n");
  await watching.shows(shown(session, ".two"), "watched\n");
  expect(fs.readlinkSync(join(session.home, ".one"))).toBe(join(session.home, "config/one"));
  await watching.end();
});

test("ten switches, a collection and a watch at once: the home is right and the store valid", async () => {
  const { session, watching } = await startWatched();
  const run = (words: readonly string[]) =>
    new Promise<string>((resolve) => {
      const child = spawn(laresProgram, words, {
        cwd: join(session.home, "config"),
        env: environment(session.home),
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      child.stderr.on("data", (piece) => {
        said += piece;
      });
      child.on("close", (status) => resolve(`${words.join(" ")}: ${status} ${said}`));
    });
  const others = [...Array.from({ length: 10 }, () => run(["switch"])), run(["gc"])];
  for (let edit = 0; edit < 10; edit++) {
    session.write("config/one", `edit ${edit}\n`);
    await watching.shows(shown(session, ".one"), `edit ${edit}\n`);
  }
  expect((await Promise.all(others)).filter((ended) => !/^\w+: 0 /.test(ended))).toEqual([]);
  /* A switch that was built before the last save may have had its turn after it. */
  await watching.shows(shown(session, ".one"), "edit 9\n");
  await watching.end();
  expect(session.lares(["gc"]).status).toBe(0);
  expect(session.lares(["store", "verify"])).toMatchObject({ status: 0 });
  expect(session.lares(["switch"]).stdout).toContain("nothing to do");
}, 120_000);
