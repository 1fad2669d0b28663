/**
 * A NAR read, hashed as a whole and file by file, and unpacked; beside it `sha256sum` of the files of the same tree and `cp`
 * of it. Where the work is little, all of it is the start of Node.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, environmentFor, run } from "../command.ts";
import { type BenchContext, type BenchPlace, counted, removeFolder } from "../context.ts";
import { makeProgramFolder } from "../program-folder.ts";
import { type Contestant, race } from "../race.ts";
import { writeSampleFiles } from "../sample-files.ts";
import type { Work } from "../work.ts";

export const nar: Work = {
  name: "nar",
  title: "NAR read, hash, unpack",
  *measure(context) {
    for (const place of context.places)
      for (const { size, write, isLarge } of trees(context)) {
        const { taking, copying } = contestants(context, place, write, isLarge);
        const raced = race(taking, [copying], { rounds: context.rounds, warmUps: 1 });
        yield { title: this.title, size, on: place.fileSystem, unit: "ms", ...raced };
      }
  },
};

interface SampleTree {
  readonly size: string;
  readonly write: (folder: string) => void;
  /** Whether the budget is for it. */
  readonly isLarge: boolean;
}

const trees = ({ sizes, files }: BenchContext): readonly SampleTree[] => [
  ...sizes.map((size) => ({
    size: counted(size, "files"),
    write: (folder: string) => writeSampleFiles(folder, files(size)),
    isLarge: size >= 10_000,
  })),
  { size: "256 MiB", write: writeLargeFile, isLarge: true },
];

const writeLargeFile = (folder: string): void => {
  const piece = Buffer.from(Array.from({ length: 1 << 20 }, (_, at) => (at * at + (at >> 7)) & 0xff));
  fs.mkdirSync(folder);
  for (let at = 0; at < 256; at++) fs.appendFileSync(join(folder, "large"), piece);
};

const contestants = (
  context: BenchContext,
  place: BenchPlace,
  write: (folder: string) => void,
  isLarge: boolean,
): { readonly taking: Contestant; readonly copying: Contestant } => {
  const { dist } = context.shared(`nar ${place.folder}`, () =>
    makeProgramFolder(fs.mkdtempSync(join(place.folder, "p")), ["nar"]),
  );
  const folder = fs.mkdtempSync(join(place.folder, "a"));
  const [tree, file] = [join(folder, "tree"), join(folder, "nar")];
  const [store, copy] = [join(folder, "store"), join(folder, "copy")];
  const program = (...words: string[]): Command => ({
    program: process.execPath,
    words: [join(dist, "nar.js"), ...words],
    environment: environmentFor(folder),
  });
  write(tree);
  const hash = run(program("pack", tree, file)).output.trim();
  const wanted = filesIn(tree);
  return {
    taking: {
      name: "lares",
      command: program("take", file, store, hash),
      prepare: () => {
        removeFolder(store);
        fs.mkdirSync(store);
      },
      verify: () => verifyFiles(join(store, "tree"), wanted),
    },
    copying: {
      name: "sha256sum + cp",
      command: {
        program: "/bin/sh",
        words: [
          "-c",
          'find "$1" -type f -exec sha256sum {} + >/dev/null && cp -r "$1" "$2"',
          "sh",
          tree,
          copy,
        ],
        environment: environmentFor(folder),
      },
      prepare: () => removeFolder(copy),
      verify: () => verifyFiles(copy, wanted),
      ...(isLarge && { atMost: 1.5 }),
    },
  };
};

const filesIn = (folder: string): string =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(
      ({ name, parentPath }) =>
        `${join(parentPath, name).slice(folder.length)} ${fs.statSync(join(parentPath, name)).size}`,
    )
    .sort()
    .join("\n");

const verifyFiles = (folder: string, wanted: string): void => {
  if (filesIn(folder) !== wanted) throw new Error(`${folder} is not what was to be unpacked`);
};
