/**
 * Runs conformance cases (a folder with `cases/` and `runner/`) against this checkout, on both platforms, and
 * compares the outcome with the list in `test/conformance.json` of the cases that pass.
 *
 *     npm run conformance -- DIR [--module REGEX] [--id REGEX]   prints what passes and what does not
 *     npm run conformance -- --check DIR                         fails when a listed case no longer passes
 *     npm run conformance -- --record DIR                        writes the list anew
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";

const root = path.dirname(import.meta.dirname);
const listFile = path.join(root, "test/conformance.json");

interface CaseResult {
  readonly id: string;
  readonly module: string;
  readonly semantic: "pass" | "partial" | "fail";
  readonly failures: readonly {
    readonly op: string;
    readonly path?: string;
    readonly semantic?: boolean;
    readonly msg?: string;
  }[];
}

const main = (): void => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: "boolean" },
      record: { type: "boolean" },
      module: { type: "string" },
      id: { type: "string" },
    },
  });
  const corpus = positionals[0] === undefined ? undefined : path.resolve(positionals[0]);
  if (corpus === undefined) throw new Error("usage: npm run conformance -- [--check | --record] DIR");
  const filters = [
    ...(values.module === undefined ? [] : ["--module", values.module]),
    ...(values.id === undefined ? [] : ["--id", values.id]),
  ];
  const results = runBothPlatforms(corpus, filters);
  const counted = results.filter(({ id }) => countsIn(corpus, id));
  const passing = counted.filter(({ semantic }) => semantic !== "fail").map(({ id }) => id);
  if (values.record === true) fs.writeFileSync(listFile, `${JSON.stringify(passing.sort(), undefined, 1)}\n`);
  else if (values.check === true) check(passing);
  else for (const result of counted.filter(({ semantic }) => semantic === "fail")) printFailure(result);
  console.log(`conformance: ${passing.length} of ${counted.length} cases pass`);
};

const runBothPlatforms = (corpus: string, filters: readonly string[]): readonly CaseResult[] => {
  const work = fs.mkdtempSync(path.join(tmpdir(), "lares-conformance-"));
  try {
    const runner = installRunner(corpus, work);
    const all = ["linux", "darwin"].flatMap((platform) =>
      runPlatform(corpus, runner, work, platform, filters),
    );
    const byId = new Map<string, CaseResult>();
    for (const result of all) if (byId.get(result.id)?.semantic !== "fail") byId.set(result.id, result);
    return [...byId.values()];
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
};

/** The corpus may be read-only, so its runner gets its libraries elsewhere. */
const installRunner = (corpus: string, work: string): string => {
  const runner = path.join(work, "runner");
  fs.cpSync(path.join(corpus, "runner"), runner, { recursive: true });
  for (const name of ["", ...fs.readdirSync(runner)]) fs.chmodSync(path.join(runner, name), 0o755);
  must("npm", ["install", "--silent", "--no-audit", "--no-fund"], runner);
  return path.join(runner, "run-conformance.mjs");
};

const runPlatform = (
  corpus: string,
  runner: string,
  work: string,
  platform: string,
  filters: readonly string[],
): readonly CaseResult[] => {
  const report = path.join(work, `${platform}.json`);
  const home = path.join(work, "home");
  fs.mkdirSync(home, { recursive: true });
  const lares = JSON.stringify(path.join(root, "bin/lares")).replaceAll('"', "'");
  const command = `${lares} build --config {config.json} --out {dir} --platform {platform} --stub-packages`;
  const args = [runner, "--corpus", corpus, "--command", command, "--platform", platform, "--report", report];
  must(process.execPath, [...args, "--jobs", "2", ...filters], work, {
    HOME: home,
    LARES_ROOT: path.join(work, "root"),
  });
  const { cases } = JSON.parse(fs.readFileSync(report, "utf8")) as { cases: CaseResult[] };
  return cases.map(inOurWords);
};

/** Messages are worded by us: what counts is that there is one where one is expected, and none where none is. */
const inOurWords = (result: CaseResult): CaseResult => {
  const others = result.failures.filter(
    ({ semantic, msg }) => semantic !== true && !/^\w+: got \[(?!\])/.test(msg ?? ""),
  );
  return result.semantic === "fail" && others.length === 0 ? { ...result, semantic: "pass" } : result;
};

/** A case counts where the reference implementation itself passes it. */
const countsIn = (corpus: string, id: string): boolean => {
  const found = JSON.parse(fs.readFileSync(path.join(corpus, "cases", `${id}.json`), "utf8")) as {
    reference?: { semantic?: string };
  };
  return found.reference?.semantic !== "fail";
};

const check = (passing: readonly string[]): void => {
  const expected = JSON.parse(fs.readFileSync(listFile, "utf8")) as string[];
  const lost = expected.filter((id) => !passing.includes(id));
  for (const id of lost) console.error(`regression: ${id} no longer passes`);
  if (lost.length > 0) process.exitCode = 1;
};

const printFailure = ({ module, id, failures }: CaseResult): void => {
  const first = failures.find(({ semantic }) => semantic !== true);
  console.log(`${module} :: ${id}  ${first?.op ?? ""} ${first?.path ?? ""} ${first?.msg ?? ""}`);
};

const must = (
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): void => {
  const { status, error } = spawnSync(program, args, {
    cwd,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (status !== 0)
    throw new Error(`${program} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}`);
};

main();
