/** `lares rollback` between generations of the same paths: one flip, whatever their number. */
import { run } from "../command.ts";
import { counted } from "../context.ts";
import { race } from "../race.ts";
import type { Work } from "../work.ts";

export const rollback: Work = {
  name: "rollback",
  title: "rollback, contents only",
  *measure(context) {
    for (const place of context.places)
      for (const size of context.sizes) {
        const home = context.switchedHome(place, size);
        const file = home.files[size >> 1]!;
        const older = home.edit(file);
        home.switch();
        const newer = home.edit(file);
        home.switch();
        const number = home.generationNumber();
        const ours = {
          name: "lares",
          command: home.lares("rollback"),
          prepare: () => {
            home.verifyText(file, newer);
          },
          verify: () => {
            home.verifyText(file, older);
            run(home.lares("switch", "--generation", number));
          },
        };
        const node = { ...context.peers.node, atMost: 1.6 };
        const raced = race(ours, [node], { rounds: context.rounds, warmUps: 1 });
        home.verifyLinks();
        yield { title: this.title, size: counted(size, "files"), on: place.fileSystem, unit: "ms", ...raced };
      }
  },
};
