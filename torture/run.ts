/**
 * Proves that no file is ever lost, or shows where one is.
 *
 *     npm run torture -- [--scenario NAME]… [--seed N] [--minutes N] [--verbose]
 *
 * Prints the figures that docs/reliability.md explains. Exits with 1 where any promise was broken, or a part of the suite
 * did not come to its end.
 */
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Figures, nothing, table, together } from "./figures.ts";
import { type Job, jobs } from "./jobs.ts";
import { checkout, copyProgram, programIn, workFolder } from "./program.ts";

const main = async (): Promise<void> => {
  const { job, folder, seed, minutes, chosen, verbose } = readArguments();
  if (job !== undefined) return await runHere(job, folder!, seed);
  execFileSync(process.execPath, [join(checkout, "scripts/build.ts")], { stdio: ["ignore", 2, 2] });
  const place = fs.mkdtempSync(join(workFolder(), "lares-torture-program-"));
  const started = Date.now();
  try {
    copyProgram(place);
    console.log(`${chosen.length} parts, ${atATime} at a time, seed ${seed}\n`);
    const queue = [...chosen].sort((a, b) => weight(b) - weight(a));
    const ends = started + minutes * 60_000;
    const all = await Promise.all(
      Array.from({ length: atATime }, () => work(queue, place, seed, ends, verbose)),
    );
    report(together(all.flat()), started);
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
};

/** One more than processors: each waits for the disk now and then. */
const atATime = 3;

/** Long parts first, so that both processors are busy to the end. */
const weight = ({ name }: Job): number => {
  if (/collection|uninstall|undoing|^strace/.test(name)) return 3;
  return /^errors|everything|first switch|in the way|damaged|package|cache|lock/.test(name)
    ? 2
    : name.startsWith("kill: ")
      ? 1
      : 0;
};

const work = async (
  queue: Job[],
  place: string,
  seed: number,
  ends: number,
  verbose: boolean,
): Promise<readonly Figures[]> => {
  const done: Figures[] = [];
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const started = Date.now();
    const figures = started > ends ? tooLate(job) : await runApart(job, place, seed, ends);
    done.push(figures);
    const seconds = Math.round((Date.now() - started) / 1000);
    const verdict = figures.faults.length === 0 ? "ok" : `${figures.faults.length} FAULTS`;
    console.log(`${job.name.padEnd(44)} ${String(seconds).padStart(4)} s  ${verdict}`);
    for (const { where, kind, what } of verbose ? figures.faults : figures.faults.slice(0, 5))
      console.log(`  ${kind}: ${where}\n    ${what.replaceAll("\n", "\n    ").slice(0, 2000)}`);
  }
  return done;
};

const tooLate = ({ name }: Job): Figures => ({ ...nothing, skipped: [`${name}: out of time (--minutes)`] });

/** In a process of its own: a part that crashes or hangs is a finding, not the end of the run. */
const runApart = (job: Job, place: string, seed: number, ends: number): Promise<Figures> =>
  new Promise((resolve) => {
    const args = [import.meta.filename, "--job", job.name, "--folder", place, "--seed", String(seed)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env: ownEnvironment() });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (piece) => output.push(piece));
    child.stderr.on("data", (piece) => errors.push(piece));
    const timer = setTimeout(() => child.kill("SIGKILL"), Math.max(60_000, ends + 60_000 - Date.now()));
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      if (status === 0) return resolve(JSON.parse(Buffer.concat(output).toString()) as Figures);
      const what = `the part itself ended with ${status ?? signal}: ${Buffer.concat(errors).toString().slice(-1500)}`;
      resolve({ ...nothing, faults: [{ kind: "unclear", where: job.name, what }] });
    });
  });

/** Nothing of the person who runs the suite may be seen by what is tested. */
const ownEnvironment = (): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(([name]) => !/^(LARES_(?!TORTURE)|XDG_|NODE_)/.test(name));
  return Object.fromEntries(kept);
};

const runHere = async (name: string, folder: string, seed: number): Promise<void> => {
  const figures = await jobs.find((job) => job.name === name)!.run(programIn(folder), seed);
  fs.writeSync(1, JSON.stringify(figures));
};

const report = (figures: Figures, started: number): void => {
  console.log(`\n${table(figures)}\n`);
  console.log(`in ${((Date.now() - started) / 60_000).toFixed(1)} minutes`);
  if (figures.faults.length > 0) process.exitCode = 1;
};

const readArguments = () => {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      scenario: { type: "string", multiple: true },
      minutes: { type: "string", default: "20" },
      verbose: { type: "boolean", default: false },
      job: { type: "string" },
      folder: { type: "string" },
    },
  });
  const wanted = values.scenario ?? [];
  const chosen = jobs.filter(({ name }) => wanted.length === 0 || wanted.some((each) => name.includes(each)));
  if (chosen.length === 0)
    throw new Error(
      `no part is called ${wanted.join(", ")}; there are:\n${jobs.map(({ name }) => name).join("\n")}`,
    );
  return {
    chosen,
    seed: values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed),
    minutes: Number(values.minutes),
    verbose: values.verbose,
    job: values.job,
    folder: values.folder,
  };
};

await main();
