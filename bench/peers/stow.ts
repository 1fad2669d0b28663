/** GNU Stow over the same files, a link for each (`--no-folding`), in a home of its own. */
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, environmentFor, run } from "../command.ts";
import type { BenchContext, BenchPlace } from "../context.ts";
import type { Contestant } from "../race.ts";
import { type SampleFile, writeSampleFiles } from "../sample-files.ts";

/** `stow` again where everything is in place; absent where there is no stow. */
export const stowAgain = (context: BenchContext, place: BenchPlace, size: number): readonly Contestant[] => {
  const { stow } = context.peers;
  if (stow === undefined) return [];
  const files = context.files(size);
  const command = context.shared(`stow ${place.folder} ${size}`, () => {
    const prepared = prepareStow(stow, place, files);
    run(prepared.command);
    return prepared;
  });
  return [{ name: "stow", command: command.command, verify: () => verifyLinked(command.home, files) }];
};

/** `stow` into an empty home. */
export const stowAfresh = (context: BenchContext, place: BenchPlace, size: number): readonly Contestant[] => {
  const { stow } = context.peers;
  if (stow === undefined) return [];
  const files = context.files(size);
  const { command, home } = prepareStow(stow, place, files);
  const prepare = () => {
    fs.rmSync(home, { recursive: true });
    fs.mkdirSync(home);
  };
  return [{ name: "stow (no copies, no sync)", command, prepare, verify: () => verifyLinked(home, files) }];
};

const prepareStow = (
  stow: string,
  { folder: place }: BenchPlace,
  files: readonly SampleFile[],
): { command: Command; home: string } => {
  const folder = fs.mkdtempSync(join(place, "s"));
  const home = join(folder, "home");
  writeSampleFiles(join(folder, "dotfiles"), files);
  fs.mkdirSync(home);
  const words = ["--no-folding", "--dir", folder, "--target", home, "dotfiles"];
  return { command: { program: stow, words, environment: environmentFor(home), folder }, home };
};

const verifyLinked = (home: string, files: readonly SampleFile[]): void => {
  for (const { path } of files) fs.readlinkSync(join(home, path));
};
