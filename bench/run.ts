/**
 * Measures what Lares does beside what others need for it, in temporary homes.
 *
 *     npm run bench -- [NAME…] [--json] [--rounds N] [--sizes 100,1000,10000] [--on DIR]…
 *
 * Prints a line for each comparison as it is measured; docs/performance.md tells how to read them. Exits with 1 where a
 * budget is missed.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withContext } from "./context.ts";
import { checkout } from "./home.ts";
import { describeMachine } from "./machine.ts";
import { printMachine, printRow, tableHead } from "./table.ts";
import { isMissed, type Row, type Work } from "./work.ts";
import { caches } from "./works/caches.ts";
import { collection } from "./works/collection.ts";
import { evaluation } from "./works/evaluation.ts";
import { firstSwitch } from "./works/first-switch.ts";
import { nar } from "./works/nar.ts";
import { nothingToDo } from "./works/nothing-to-do.ts";
import { npmTools } from "./works/npm-tools.ts";
import { oneChange } from "./works/one-change.ts";
import { peakMemory } from "./works/peak-memory.ts";
import { profile } from "./works/profile.ts";
import { rollback } from "./works/rollback.ts";
import { status } from "./works/status.ts";
import { ui } from "./works/ui.ts";
import { watch } from "./works/watch.ts";

const works: readonly Work[] = [
  nothingToDo,
  status,
  oneChange,
  rollback,
  watch,
  firstSwitch,
  evaluation,
  collection,
  nar,
  caches,
  profile,
  npmTools,
  ui,
  peakMemory,
];

const main = (): void => {
  const { chosen, json, rounds, sizes, folders } = readArguments();
  execFileSync(process.execPath, [join(checkout, "scripts/build.ts")], { stdio: ["ignore", 2, 2] });
  const machine = describeMachine(folders);
  const rows: (Row & { work: string; missed: boolean })[] = [];
  const skipped = new Map<string, string>();
  const say = (text: string) => {
    if (!json) console.log(text);
  };
  const skip = (what: string, why: string) => {
    if (!skipped.has(what)) say(`skipped: ${what}: ${why}`);
    skipped.set(what, why);
  };
  say(`${printMachine(machine)}\nmedians of ${rounds} rounds, interleaved\n`);
  withContext({ rounds, sizes, folders, skip }, (context) => {
    say(tableHead());
    for (const work of chosen)
      for (const row of work.measure(context)) {
        rows.push({ work: work.name, missed: isMissed(row), ...row });
        say(printRow(row));
      }
  });
  if (json)
    console.log(JSON.stringify({ machine, rounds, rows, skipped: Object.fromEntries(skipped) }, null, 2));
  const missed = rows.filter((row) => row.missed);
  say(missed.length === 0 ? "\nevery budget is kept" : `\n${missed.length} rows miss a budget`);
  if (missed.length > 0) process.exitCode = 1;
};

const readArguments = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      rounds: { type: "string", default: "7" },
      sizes: { type: "string", default: "100,1000,10000" },
      on: { type: "string", multiple: true },
    },
  });
  const unknown = positionals.filter((name) => !works.some((work) => work.name === name));
  if (unknown.length > 0)
    throw new Error(
      `there is no ${unknown.join(", ")}; there are ${works.map(({ name }) => name).join(", ")}`,
    );
  return {
    chosen: positionals.length === 0 ? works : works.filter(({ name }) => positionals.includes(name)),
    json: values.json,
    rounds: wholeNumber(values.rounds),
    sizes: values.sizes
      .split(",")
      .map(wholeNumber)
      .sort((a, b) => a - b),
    folders: values.on ?? usualFolders.filter(isWritable),
  };
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is not a whole number above 0`);
  return Number(text);
};

/** /var/tmp is on a disk where /tmp need not be. */
const usualFolders = ["/var/tmp", "/dev/shm"];

const isWritable = (folder: string): boolean => {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

main();
