import { resolve } from "node:path";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import type { StorePath } from "../../base/paths.ts";
import { objectAt } from "../../store/object-at.ts";
import { openStore } from "../../store/open-store.ts";
import type { LocalStore, PathInfo } from "../../store/store.ts";
import { findPlaces, type Places } from "../../system/places.ts";
import { showProgress } from "../../system/terminal.ts";
import { partNamed, usageError } from "../arguments.ts";
import { declareCommand, dryRun, type InvocationOf, reporting, toggle } from "../command.ts";
import { untilInterrupted } from "../interrupted.ts";
import { alignColumns } from "../render/layout.ts";
import { shortPath } from "../render/paths.ts";
import { printable } from "../render/printable.ts";
import { counted, dateForPeople, grouped, sizeForPeople } from "../render/quantities.ts";
import { notInStore, printRoots, printWhyAlive } from "../store-roots.ts";

export const command = declareCommand({
  name: "store",
  usage: ["verify [--repair]", "gc [--dry-run]", "path-info [PATH…]", "roots", "why-alive PATH"],
  description: [
    "Looks after the store: verify hashes every object again and compares; with --repair it mends what can be mended, " +
      "from the binary caches of the home where it has any, and what cannot is forgotten, so that the next switch makes it anew. gc deletes what no generation " +
      "needs. path-info tells what is known of objects, or lists all. roots lists what keeps objects alive, with the size of all " +
      "that each reaches and of what it alone does; why-alive shows the way from each root to one object.",
  ],
  flags: { repair: toggle("mend what verify finds"), ...dryRun, ...reporting },
  positionals: [1, 1000],
  subcommands: {
    verify: "check every object against its recorded hash",
    gc: "delete objects that nothing needs",
    "path-info": "hash, size and references of objects",
    roots: "what keeps objects alive, and how much",
    "why-alive": "the way from each root to an object",
  },
  examples: [
    ["store verify", "check the store"],
    ["store verify --repair", "and mend it"],
    ["store path-info --json", "all objects, for a program"],
  ],
  json: "verify: { checked: number; findings: { path: string; fault: string; detail: string; outcome: string }[]; databaseRepaired: boolean; unconfirmed: string[] }; gc: { deleted: string[]; leftovers: string[]; freedBytes: number; alive: number; dryRun: boolean }; path-info: PathInfo[]; roots: { holder: string; path: string; size: number; onlyHere: number }[]; why-alive: { path: string; roots: { holder: string; chain: string[] }[] }",
});

type Run = InvocationOf<typeof command>;

export const run = async (invocation: Run): Promise<ExitCode> => {
  const [part, ...rest] = invocation.positionals;
  return await partNamed("store", parts, part)(findPlaces(), invocation, rest);
};

/** `1,200 of 9,000 objects verified`, at most ten times a second, and not before the first tenth. */
const progressOf = (what: string): ((done: number, all: number) => void) => {
  let shown = performance.now();
  return (done, all) => {
    if (performance.now() - shown < 100) return;
    shown = performance.now();
    showProgress(`${grouped(done)} of ${grouped(all)} ${what} …`);
  };
};

const verify = async (places: Places, { flags, output }: Run): Promise<ExitCode> => {
  const { verifyHomeStore } = await import("../../pipeline/store-upkeep.ts");
  const { checked, findings, databaseRepaired, unconfirmed } = await untilInterrupted((signal) =>
    verifyHomeStore(places, {
      repair: flags.repair,
      onWarning: (message) => output.warn(printable(message)),
      onObject: progressOf("objects verified"),
      signal,
    }),
  );
  const remaining = findings.filter(({ outcome }) => outcome === "remains");
  if (output.asJson) output.json({ checked, findings, databaseRepaired, unconfirmed });
  else {
    if (databaseRepaired) output.print("the database was damaged and has been made anew from the store");
    for (const path of unconfirmed)
      output.print(`${shortPath(path)}: taken as it was found, since its name does not tell its contents`);
    for (const { path, fault, detail, outcome } of findings)
      output.print(
        `${shortPath(path)}: ${fault}${detail === "" ? "" : `, ${printable(detail)}`} (${outcome})`,
      );
    output.say(
      findings.length === 0
        ? `${counted(checked, "object")} checked, all as recorded`
        : `${counted(checked, "object")} checked, ${counted(findings.length, "fault")}, ${remaining.length} left${remaining.length > 0 && !flags.repair ? ": lares store verify --repair mends them" : ""}`,
    );
  }
  return remaining.length === 0 ? exitCode.done : exitCode.failed;
};

const collect = async (places: Places, { flags, output }: Run): Promise<ExitCode> => {
  const { collectHome } = await import("../../pipeline/collect-home.ts");
  const { describeCollection } = await import("../render/collection.ts");
  const collected = await collectHome(places, { dryRun: flags.dryRun, command: "lares store gc" });
  if (output.asJson) output.json(collected);
  else for (const line of describeCollection(collected)) output.say(line);
  return exitCode.done;
};

const pathInfo = (places: Places, { output }: Run, given: readonly string[]): ExitCode => {
  const store = openStore(places);
  try {
    const infos = (
      given.length === 0 ? store.validPaths() : given.map((path) => resolve(path) as StorePath)
    ).map((path) => infoOf(store, path));
    if (output.asJson) output.json(infos);
    else
      for (const line of infos.flatMap((info) => (given.length === 0 ? [info.path] : describeInfo(info))))
        output.print(line);
  } finally {
    store.close();
  }
  return exitCode.done;
};

const infoOf = (store: LocalStore, given: string): PathInfo => {
  const path = objectAt(store, given);
  const info = path && store.queryPathInfo(path);
  if (info === undefined) throw notInStore(given);
  return info;
};

const describeInfo = ({
  path,
  narHash,
  narSize,
  references,
  registrationTime,
  ca,
}: PathInfo): readonly string[] => [
  path,
  ...alignColumns(
    [
      ["hash", narHash],
      ["size", sizeForPeople(narSize)],
      ["made", dateForPeople(new Date(registrationTime * 1000))],
      ...(ca === undefined ? [] : [["named by", ca]]),
      ...references.map((reference, at) => [at === 0 ? "needs" : "", reference]),
    ],
    { indent: "  " },
  ),
];

const roots = (places: Places, { output }: Run, given: readonly string[]): ExitCode => {
  if (given.length > 0) throw usageError("lares store roots takes no arguments");
  return printRoots(places, output);
};

const whyAlive = (places: Places, { output }: Run, given: readonly string[]): ExitCode => {
  if (given.length !== 1) throw usageError("lares store why-alive takes one path");
  return printWhyAlive(places, given[0]!, output);
};

const parts = { verify, gc: collect, "path-info": pathInfo, roots, "why-alive": whyAlive };
