/** The most memory that a command held at once. */
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, run } from "../command.ts";
import { counted } from "../context.ts";
import { makeHome } from "../home.ts";
import { summarise } from "../statistics.ts";
import type { Row, Work } from "../work.ts";

export const peakMemory: Work = {
  name: "peak-memory",
  title: "peak memory",
  *measure({ places, sizes, peers, files, skip }) {
    const size = sizes.at(-1)!;
    const place = places[0]!;
    if (peers.native === undefined) return skip("peak memory", "it needs a C compiler");
    const { peakMemory: program } = peers.native;
    const held = (command: Command): number => {
      const output = join(place.folder, "peak");
      run({ ...command, program, words: [output, command.program, ...command.words] });
      return Number(fs.readFileSync(output, "utf8")) / 1024;
    };
    const row = (what: string, values: readonly number[]): Row => ({
      title: `peak memory, ${what}`,
      size: counted(size, "files"),
      on: place.fileSystem,
      unit: "MiB",
      ours: summarise(values),
      others: [],
      atMost: 120,
    });
    const home = makeHome(place, files(size));
    yield row("first switch", [held(home.lares("switch"))]);
    home.verifyLinks();
    yield row(
      "nothing to do",
      [1, 2, 3].map(() => held(home.lares("switch"))),
    );
    yield row(
      "one file edited",
      [1, 2, 3].map(() => {
        home.edit(home.files[size >> 1]!);
        return held(home.lares("switch"));
      }),
    );
    home.verifyLinks();
    yield row(
      "status",
      [1, 2, 3].map(() => held(home.lares("status"))),
    );
  },
};
