/**
 * `mise dotfiles apply` over the same files, each an entry of `[dotfiles]`. The program comes from npm, into the bench's
 * own cache folder.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, environmentFor, run } from "../command.ts";
import type { BenchContext, BenchPlace } from "../context.ts";
import { cacheFolder } from "../home.ts";
import type { Contestant } from "../race.ts";
import { type SampleFile, writeSampleFiles } from "../sample-files.ts";
import type { Skip } from "./index.ts";

export interface Mise {
  readonly program: string;
  readonly version: string;
}

export const findMise = (skip: Skip): Mise | undefined => {
  const name = `mise-${process.platform === "darwin" ? "macos" : process.platform}-${process.arch}`;
  const program = join(cacheFolder, "node_modules/@jdxcode", name, "bin/mise");
  try {
    if (!fs.existsSync(program)) install(`@jdxcode/${name}`);
    return { program, version: execFileSync(program, ["--version"], { encoding: "utf8" }).trim() };
  } catch (error) {
    skip("mise", `npm could not install @jdxcode/${name}: ${(error as Error).message.split("\n")[0]}`);
    return undefined;
  }
};

const install = (name: string): void => {
  fs.mkdirSync(cacheFolder, { recursive: true });
  fs.writeFileSync(join(cacheFolder, "package.json"), '{ "private": true }\n');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error", name], {
    cwd: cacheFolder,
    stdio: ["ignore", "ignore", "pipe"],
  });
};

/** Its first apply takes seven seconds for 1,000 files, and grows faster than they do. */
const mostFiles = 1000;

/** `apply` where everything is in place; absent where there is no mise, or too many files for it. */
export const miseAgain = (context: BenchContext, place: BenchPlace, size: number): readonly Contestant[] => {
  const made = miseHome(context, place, size);
  if (made === undefined) return [];
  return [{ name: "mise dotfiles apply", command: made.command, verify: () => verifyLinked(made) }];
};

/** `apply` after one source was edited, as `edit` does it. */
export const miseAfterEdit = (
  context: BenchContext,
  place: BenchPlace,
  size: number,
): readonly Contestant[] => {
  const made = miseHome(context, place, size);
  if (made === undefined) return [];
  const file = made.files[made.files.length >> 1]!;
  let edit = 0;
  const prepare = () => fs.writeFileSync(join(made.sources, file.path), `${file.text}# edit ${++edit}\n`);
  return [{ name: "mise dotfiles apply", command: made.command, prepare, verify: () => verifyLinked(made) }];
};

interface MiseHome {
  readonly home: string;
  readonly sources: string;
  readonly files: readonly SampleFile[];
  readonly command: Command;
}

const miseHome = (context: BenchContext, place: BenchPlace, size: number): MiseHome | undefined => {
  const { mise } = context.peers;
  if (mise === undefined) return undefined;
  if (size > mostFiles) {
    context.skip(`mise with more than ${mostFiles} files`, "its first apply would take minutes");
    return undefined;
  }
  return context.shared(`mise ${place.folder} ${size}`, () => {
    const made = prepareMise(mise, place, context.files(size));
    run(made.command);
    return made;
  });
};

const prepareMise = (
  { program }: Mise,
  { folder: place }: BenchPlace,
  files: readonly SampleFile[],
): MiseHome => {
  const home = fs.mkdtempSync(join(place, "m"));
  const sources = join(home, "dotfiles");
  writeSampleFiles(sources, files);
  fs.mkdirSync(join(home, ".config/mise"), { recursive: true });
  const entries = files.map(({ path }) => `"~/${path}" = "~/dotfiles/${path}"`);
  fs.writeFileSync(join(home, ".config/mise/config.toml"), `[dotfiles]\n${entries.join("\n")}\n`);
  const words = ["dotfiles", "apply", "--yes"];
  return {
    home,
    sources,
    files,
    command: { program, words, environment: environmentFor(home), folder: home },
  };
};

const verifyLinked = ({ home, files }: MiseHome): void => {
  for (const { path } of files) fs.readlinkSync(join(home, path));
};
