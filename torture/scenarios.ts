/** What is done to a home while everything goes wrong. Each ends at the same new home when left alone. */
import * as fs from "node:fs";
import { listBackups } from "../src/activation/backup-index.ts";
import { packageScenarios } from "./package-scenarios.ts";
import type { Scenario } from "./scenario.ts";
import type { Config, Trial } from "./trial.ts";

type FileWish = Readonly<Record<string, unknown>>;
const files = (
  file: Readonly<Record<string, FileWish>>,
  more: Readonly<Record<string, unknown>> = {},
): Config => ({
  home: { file, ...more },
});
const text = (content: string, more: FileWish = {}): FileWish => ({ text: content, ...more });
const copy = (content: string, permissions = "0600"): FileWish => ({ text: content, permissions });

const switching = () => ["switch"];
const backingUp = () => ["switch", "--backup"];
const step = (run: string) => ({ activation: { tried: { after: ["writeBoundary"], run } } });

/** `./tree` is there in every trial. */
const recursive = files({ ".tree": { source: "./tree", recursive: true } });
const folder = files({ ".tree": { source: "./tree" } });

const mixed = files({
  ".a": text("a"),
  ".same": text("a"),
  ".d/e/f": text("f"),
  ".run": text("#!/bin/sh\n", { executable: true }),
  ".copy": copy("copied"),
  ".private/key": copy("key"),
  ".swap": text("swap"),
  ".old/gone": copy("gone"),
});
const mixedAfter = files({
  ".a": text("a changed"),
  ".d/e": text("a file now"),
  ".copy": copy("copied again", "0644"),
  ".private/other": copy("key"),
  ".swap/inner": text("a folder now"),
  ".run": text("#!/bin/sh\nexit 0\n"),
  ".new/deep": copy("new"),
});

const inTheWay = (trial: Trial): void => {
  trial.write(".a", "mine a", 0o600);
  trial.write(".d", "mine d");
  trial.write(".copy", "mine copy", 0o400);
  trial.write(".swap/inner/more", "mine more", 0o755);
  trial.link(".run", "/nowhere");
};
const mine = (trial: Trial): void => {
  trial.write("mine", "untouched", 0o604);
  trial.write("d2/mine", "untouched too", 0o600);
  trial.link("d2/link", "../mine");
};

export const scenarios: Readonly<Record<string, Scenario>> = {
  ...packageScenarios,
  "first switch": { prepare: mine, config: mixed, words: switching },
  "no change": { before: [mixed], prepare: mine, words: switching },
  "content change": {
    before: [files({ ".a": text("1"), ".b": text("2") })],
    prepare: mine,
    config: files({ ".a": text("1 changed"), ".b": text("2") }),
    words: switching,
  },
  add: {
    before: [files({ ".a": text("1") })],
    prepare: mine,
    config: files({ ".a": text("1"), ".b/c/d": text("2"), ".e": copy("3") }),
    words: switching,
  },
  remove: {
    before: [files({ ".a": text("1"), ".b/c/d": text("2"), ".d2/e": copy("3") })],
    prepare: (trial) => {
      mine(trial);
      trial.write(".b/mine", "stays");
    },
    config: files({ ".a": text("1") }),
    words: switching,
  },
  "file to directory": {
    before: [files({ ".x": text("1"), ".y": copy("2") })],
    prepare: mine,
    config: files({ ".x/in": text("1"), ".y/in/er": copy("2") }),
    words: switching,
  },
  "directory to file": {
    before: [files({ ".x/in": text("1"), ".y/in/er": copy("2") })],
    prepare: mine,
    config: files({ ".x": text("1"), ".y": copy("2") }),
    words: switching,
  },
  "recursive to directory": { before: [recursive], prepare: mine, config: folder, words: switching },
  "directory to recursive": { before: [folder], prepare: mine, config: recursive, words: switching },
  "link to copy": {
    before: [files({ ".x": text("1"), ".d/y": text("2") })],
    prepare: mine,
    config: files({ ".x": copy("1"), ".d/y": copy("3", "0644") }),
    words: switching,
  },
  "copy to link": {
    before: [files({ ".x": copy("1"), ".d/y": copy("3", "0644") })],
    prepare: mine,
    config: files({ ".x": text("1"), ".d/y": text("2") }),
    words: switching,
  },
  "backup of a file": {
    prepare: (trial) => {
      mine(trial);
      trial.write(".a", "mine a", 0o600);
      trial.write(".c", "mine c", 0o400);
    },
    config: files({ ".a": text("1"), ".c": copy("2") }),
    words: backingUp,
  },
  "backup of a directory": {
    prepare: (trial) => {
      trial.write(".a/b/c", "mine c", 0o600);
      trial.write(".a/d", "mine d", 0o755);
      trial.link(".a/l", "d");
    },
    config: files({ ".a": text("1") }),
    words: backingUp,
  },
  "backup of a foreign link": {
    prepare: (trial) => {
      trial.write("elsewhere", "mine");
      trial.link(".a", "elsewhere");
      trial.link(".b", "/nowhere");
    },
    config: files({ ".a": text("1"), ".b": copy("2") }),
    words: backingUp,
  },
  force: {
    prepare: (trial) => {
      trial.write(".a", "mine a", 0o600);
      trial.write(".d", "mine d", 0o600);
    },
    config: files({ ".a": text("1", { force: true }), ".d/e": text("2", { force: true }) }),
    words: switching,
  },
  "adoption of equal bytes": {
    prepare: (trial) => {
      mine(trial);
      trial.write(".a", "1", 0o600);
      trial.write(".c", "2", 0o640);
    },
    config: files({ ".a": text("1"), ".c": copy("2") }),
    words: switching,
  },
  adopt: {
    before: [files({ ".a": text("1") })],
    prepare: (trial) => {
      mine(trial);
      trial.write(".rc", "mine", 0o644);
    },
    words: ({ home }) => ["adopt", `${home}/.rc`],
    again: ({ config, home }) => [
      ...(JSON.stringify(fs.readFileSync(`${config}/home.config.json`, "utf8")).includes(".rc")
        ? []
        : [["adopt", `${home}/.rc`]]),
      ["switch"],
    ],
  },
  "drifted copy": {
    before: [files({ ".c": copy("1"), ".d": copy("2"), ".e": copy("3") })],
    prepare: (trial) => {
      trial.write(".c", "edited c", 0o600);
      trial.write(".d", "edited d", 0o600);
      trial.write(".e", "edited e", 0o600);
    },
    config: files({ ".c": copy("1 changed"), ".d": copy("2") }),
    words: backingUp,
  },
  repair: {
    before: [mixed],
    prepare: (trial) => {
      mine(trial);
      fs.rmSync(trial.at(".a"));
      fs.rmSync(trial.at(".d"), { recursive: true });
      fs.chmodSync(trial.at(".copy"), 0o777);
    },
    words: switching,
  },
  rollback: {
    before: [mixed, mixedAfter],
    prepare: mine,
    words: () => ["rollback"],
    again: () => [["switch", "--generation", "1"]],
  },
  "switch to an old generation": {
    before: [mixed, mixedAfter, files({ ".a": text("3") })],
    prepare: mine,
    words: () => ["switch", "--generation", "1"],
  },
  "rename of a target": {
    before: [files({ ".old/name": text("1"), ".c": copy("2") })],
    prepare: mine,
    config: files({ ".new/name": text("1"), ".c2": copy("2") }),
    words: switching,
  },
  "everything at once": { before: [mixed], prepare: mine, config: mixedAfter, words: switching },
  "everything in the way": { prepare: inTheWay, config: mixed, words: backingUp },
  "damaged files": {
    before: [files({ ".a": text("1"), ".d/e": text("2"), ".old/gone": copy("3") })],
    prepare: (trial) => {
      mine(trial);
      trial.write(".b/in", "mine b", 0o600);
      trial.write(".c", "mine c", 0o600);
    },
    config: files({ ".a": text("2"), ".b": text("b"), ".c": copy("c"), ".d": text("a file now") }),
    words: backingUp,
  },
  uninstall: {
    prepare: (trial) => {
      inTheWay(trial);
      trial.configure(mixed);
      trial.must(["switch", "--backup"]);
      mine(trial);
    },
    words: () => ["uninstall", "--yes"],
    leaves: true,
  },
  eject: { before: [mixed], prepare: mine, words: () => ["eject", "--yes"], leaves: true },
  "restoring a backup": {
    prepare: (trial) => {
      trial.write(".a/b", "mine b", 0o600);
      trial.configure(files({ ".a": text("1") }));
      trial.must(["switch", "--backup"]);
      trial.configure(files({ ".z": text("1") }));
      trial.must(["switch"]);
    },
    words: ({ places }) => ["backups", "restore", listBackups(places)[0]?.id ?? "none"],
    again: (trial, isOld) => (isOld ? [["backups", "restore", listBackups(trial.places)[0]!.id]] : []),
  },
  collection: {
    before: [mixed, mixedAfter, files({ ".a": text("3") }), files({ ".a": text("4") })],
    prepare: mine,
    words: () => ["gc", "--keep", "1"],
  },
  "verify and repair": {
    before: [mixed, mixedAfter],
    prepare: (trial) => {
      mine(trial);
      const [old, current] = [1, 2].map((number) =>
        fs.realpathSync(`${trial.places.profile}-${number}-link`),
      );
      fs.rmSync(`${trial.places.profile}-1-link`);
      fs.rmSync(`${trial.places.varDir}/gcroots/auto/lares-home-1`);
      fs.chmodSync(`${old}/manifest.json`, 0o644);
      fs.writeFileSync(`${old}/manifest.json`, "damaged");
      fs.chmodSync(`${current}/home-files`, 0o755);
    },
    words: () => ["store", "verify", "--repair"],
    again: () => [["gc"], ["store", "verify", "--repair"]],
    damaged: true,
  },
  "failing step": {
    before: [files({ ".a": text("1") })],
    prepare: mine,
    config: files({ ".a": text("2"), ".b": text("3") }, step("exit 3")),
    words: switching,
    status: 1,
  },
  "going back from a failing step": {
    before: [files({ ".a": text("1") })],
    prepare: (trial) => {
      mine(trial);
      trial.write(".b", "mine", 0o600);
    },
    config: files({ ".a": text("2"), ".b": text("3") }, step("exit 3")),
    words: () => ["switch", "--backup", "--rollback-on-error"],
    status: 1,
    through: [["switch", "--backup"]],
    again: ({ places }, isOld) =>
      isOld
        ? []
        : [
            ["switch", "--generation", "1"],
            ["backups", "restore", listBackups(places)[0]!.id],
          ],
  },
};
