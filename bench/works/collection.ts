/** `lares gc` of 1,000 dead among 10,000 objects, beside `nix-collect-garbage` on a copy of the same store. */
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, environmentFor, run } from "../command.ts";
import { type BenchContext, counted, removeFolder } from "../context.ts";
import { checkout } from "../home.ts";
import { makeProgramFolder } from "../program-folder.ts";
import { type Contestant, race } from "../race.ts";
import type { Work } from "../work.ts";

const alive = 9000;
const dead = 1000;

export const collection: Work = {
  name: "collection",
  title: `collection, ${counted(dead)} dead`,
  *measure(context) {
    for (const place of context.places) {
      const home = fs.mkdtempSync(join(place.folder, "g"));
      const full = fillStore(context, home);
      const again = () => restore(full, home);
      const ours: Contestant = {
        name: "lares",
        command: {
          program: join(checkout, "bin/lares"),
          words: ["gc"],
          environment: environmentFor(home),
          folder: home,
        },
        prepare: again,
        verify: () => verifyCollected(home),
      };
      const nix: readonly Contestant[] =
        context.peers.nixCollectGarbage === undefined
          ? []
          : [
              {
                name: "nix-collect-garbage",
                command: nixCommand(context.peers.nixCollectGarbage, home),
                prepare: again,
                verify: () => verifyCollected(home),
                atMost: 1,
              },
            ];
      const raced = race(ours, nix, { rounds: context.rounds, warmUps: 0 });
      const size = counted(alive + dead, "paths");
      yield { title: this.title, size, on: place.fileSystem, unit: "ms", ...raced };
    }
  },
};

/** Gives the folder that holds the store as it is before each run. */
const fillStore = (context: BenchContext, home: string): string => {
  const { folder: place } = context.places[0]!;
  const { dist } = context.shared("fill-store", () =>
    makeProgramFolder(fs.mkdtempSync(join(place, "p")), ["fill-store"]),
  );
  const { output } = run({
    program: process.execPath,
    words: [join(dist, "fill-store.js"), String(alive), String(dead)],
    environment: environmentFor(home),
  });
  if (Number(output) !== alive + dead) throw new Error(`the store has ${output} paths, not ${alive + dead}`);
  const full = `${home}-full`;
  fs.renameSync(join(home, ".local"), full);
  return full;
};

const restore = (full: string, home: string): void => {
  removeFolder(join(home, ".local"));
  run({ program: "cp", words: ["-a", full, join(home, ".local")], environment: environmentFor(home) });
};

const verifyCollected = (home: string): void => {
  const names = fs
    .readdirSync(join(home, ".local/share/lares/store"))
    .filter((name) => /^[0-9a-z]{32}-/.test(name));
  if (names.length !== alive) throw new Error(`${names.length} objects are left, not ${alive}`);
};

/** Nix told that this is its store; its own settings, where there are any, do not count. */
const nixCommand = (program: string, home: string): Command => ({
  program,
  words: [],
  folder: home,
  environment: {
    ...environmentFor(home),
    NIX_STORE_DIR: join(home, ".local/share/lares/store"),
    NIX_STATE_DIR: join(home, ".local/share/lares/var"),
    NIX_LOG_DIR: join(home, ".local/share/lares/var/log/nix"),
    NIX_CONF_DIR: home,
    NIX_CONFIG: "build-users-group =",
    NIX_REMOTE: "local",
  },
});
