/**
 * `lares switch` in a home that has never seen Lares: no store, no cache, no compiled code. Beside it a C program that
 * copies, hashes, syncs and links the same files, and does nothing else.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { environmentFor, run } from "../command.ts";
import { type BenchContext, type BenchPlace, counted, removeFolder } from "../context.ts";
import { type BenchHome, makeHome } from "../home.ts";
import { stowAfresh } from "../peers/stow.ts";
import { type Contestant, race } from "../race.ts";
import { writeSampleFiles } from "../sample-files.ts";
import type { Work } from "../work.ts";

export const firstSwitch: Work = {
  name: "first-switch",
  title: "first switch",
  *measure(context) {
    for (const place of context.places)
      for (const size of context.sizes) {
        const others = [...nativeFirstSwitch(context, place, size), ...stowAfresh(context, place, size)];
        const rounds = size > 1000 ? Math.min(context.rounds, 7) : context.rounds;
        const raced = race(laresAfresh(context, place, size), others, { rounds, warmUps: 0 });
        yield { title: this.title, size: counted(size, "files"), on: place.fileSystem, unit: "ms", ...raced };
      }
  },
};

/** The home stays where it is, so that the command does; all that the switch made goes. */
const laresAfresh = (context: BenchContext, place: BenchPlace, size: number): Contestant => {
  const home = makeHome(place, context.files(size));
  return {
    name: "lares",
    command: home.lares("switch"),
    prepare: () => {
      forgetSwitch(home);
      settle(place);
    },
    verify: home.verifyLinks,
  };
};

const forgetSwitch = ({ folder }: BenchHome): void => {
  const kept = join(folder, "../kept");
  fs.renameSync(join(folder, ".config/lares"), kept);
  for (const name of fs.readdirSync(folder)) {
    const path = join(folder, name);
    if (fs.lstatSync(path).isDirectory()) removeFolder(path);
    else fs.unlinkSync(path);
  }
  fs.mkdirSync(join(folder, ".config"));
  fs.renameSync(kept, join(folder, ".config/lares"));
};

const nativeFirstSwitch = (context: BenchContext, place: BenchPlace, size: number): readonly Contestant[] => {
  const { native } = context.peers;
  if (native === undefined) return [];
  const files = context.files(size);
  const folder = fs.mkdtempSync(join(place.folder, "c"));
  const [list, sources, store, home] = ["list", "dotfiles", "store", "home"].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  fs.writeFileSync(list, `${files.map(({ path }) => path).join("\n")}\n`);
  writeSampleFiles(sources, files);
  return [
    {
      name: "C: copy, hash, link, sync",
      command: {
        program: native.firstSwitch,
        words: [list, sources, store, home],
        environment: environmentFor(home),
      },
      prepare: () => {
        removeFolder(store);
        removeFolder(home);
        fs.mkdirSync(home);
        settle(place);
      },
      verify: () => {
        for (const { path, text } of files)
          if (fs.readFileSync(join(home, path), "utf8") !== text)
            throw new Error(`the C program lost ${path}`);
      },
      ...(size >= 1000 && { atMost: 2.5 }),
    },
  ];
};

/** Writes out what earlier runs left for the disk to do, which the next sync would otherwise wait for. */
const settle = ({ folder }: BenchPlace): void => {
  const program = process.platform === "linux" ? ["sync", "-f", folder] : ["sync"];
  run({ program: program[0]!, words: program.slice(1), environment: environmentFor(folder) });
};
