/**
 * `lares switch` after forty packages were added that are in the store already: a profile of 2,000 links, evaluated, built,
 * registered, activated. Beside it `nix-env -i` of packages that are the same, in a store of its own; it evaluates nothing.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, environmentFor, run } from "../command.ts";
import { type BenchContext, type BenchPlace, counted, removeFolder } from "../context.ts";
import { checkout } from "../home.ts";
import { nixEnvironment } from "../peers/nix.ts";
import { makeProgramFolder } from "../program-folder.ts";
import { type Contestant, race } from "../race.ts";
import type { Work } from "../work.ts";

const packages = 40;
const files = 50;

export const profile: Work = {
  name: "profile",
  title: "profile of packages",
  *measure(context) {
    for (const place of context.places) {
      const nix = context.peers.nixEnv === undefined ? [] : [nixEnv(context, place, context.peers.nixEnv)];
      const raced = race(lares(context, place), nix, { rounds: context.rounds, warmUps: 1 });
      const size = counted(packages * files, "links");
      yield { title: this.title, size, on: place.fileSystem, unit: "ms", ...raced };
    }
  },
};

/** Each run begins at generation 1, which has no packages, with all of them in the store. */
const lares = (context: BenchContext, place: BenchPlace): Contestant => {
  const home = fs.mkdtempSync(join(place.folder, "e"));
  const paths = fill(context, home);
  const config = join(home, ".config/lares/home.config.ts");
  fs.mkdirSync(join(home, ".config/lares"), { recursive: true });
  const write = (names: readonly string[]) => fs.writeFileSync(config, configuration(names));
  const command = {
    program: join(checkout, "bin/lares"),
    words: ["switch"],
    environment: environmentFor(home),
    folder: home,
  };
  write([]);
  run(command);
  const restore = keeping(home, [".local", ".lares", ".cache"]);
  return {
    name: "lares",
    command,
    prepare: () => {
      restore();
      write(paths);
    },
    verify: () => verifyLinks(join(home, ".lares/home-path")),
  };
};

const configuration = (paths: readonly string[]): string =>
  `import { defineHome, storePath } from "lares";
export default defineHome({ home: { packages: ${JSON.stringify(paths)}.map((path) => storePath(path)) } });
`;

const nixEnv = (context: BenchContext, place: BenchPlace, program: string): Contestant => {
  const home = fs.mkdtempSync(join(place.folder, "e"));
  const paths = fill(context, home);
  const link = join(home, "profile");
  return {
    name: "nix-env -i",
    command: {
      program,
      words: ["--profile", link, "-i", ...paths],
      environment: nixEnvironment(home),
      folder: home,
    },
    prepare: keeping(home, [".local", "profile"]),
    verify: () => verifyLinks(link),
  };
};

const fill = (context: BenchContext, home: string): readonly string[] => {
  const { folder } = context.places[0]!;
  const { dist } = context.shared("fill-packages", () =>
    makeProgramFolder(fs.mkdtempSync(join(folder, "p")), ["fill-packages"]),
  );
  const words = [join(dist, "fill-packages.js"), `${packages}`, `${files}`];
  const { output } = run({ program: process.execPath, words, environment: environmentFor(home) });
  return output.trim().split("\n");
};

/** Puts these of a home back as they are now. */
const keeping = (home: string, names: readonly string[]): (() => void) => {
  const kept = `${home}-kept`;
  const copy = (from: string, to: string): Command => ({
    program: "cp",
    words: ["-a", from, to],
    environment: environmentFor(home),
  });
  fs.mkdirSync(kept);
  for (const name of names) if (exists(join(home, name))) run(copy(join(home, name), kept));
  return () => {
    for (const name of fs.readdirSync(home)) {
      const isOurs = names.some((one) => name === one || name.startsWith(`${one}-`));
      if (isOurs) remove(join(home, name));
    }
    for (const name of fs.readdirSync(kept)) run(copy(join(kept, name), home));
  };
};

const exists = (path: string): boolean => fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined;
const remove = (path: string): void =>
  fs.lstatSync(path).isDirectory() ? removeFolder(path) : fs.unlinkSync(path);

const verifyLinks = (folder: string): void => {
  const pages = fs.readdirSync(join(folder, "share/man/man1")).length;
  const programs = fs.readdirSync(join(folder, "bin")).filter((name) => name.startsWith("tool-")).length;
  if (pages + programs !== packages * files)
    throw new Error(`${folder} has ${pages + programs} links, not ${packages * files}`);
  fs.readFileSync(join(folder, `bin/tool-${packages - 1}-0`));
};
