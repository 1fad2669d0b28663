/** `lares switch` where nothing has changed: every link is looked at, nothing is written. */
import { counted } from "../context.ts";
import { miseAgain } from "../peers/mise.ts";
import { stowAgain } from "../peers/stow.ts";
import { race } from "../race.ts";
import type { Work } from "../work.ts";

export const nothingToDo: Work = {
  name: "nothing-to-do",
  title: "switch, nothing to do",
  *measure(context) {
    for (const place of context.places)
      for (const size of context.sizes) {
        const home = context.switchedHome(place, size);
        const generation = home.generation();
        const verify = () => {
          if (home.generation() !== generation)
            throw new Error("a switch with nothing to do made a generation");
        };
        const others = [
          { ...context.peers.node, atMost: size > 1000 ? 4 : 2 },
          ...[...stowAgain(context, place, size), ...miseAgain(context, place, size)].map((peer) => ({
            ...peer,
            ...(size >= 1000 && { atMost: 1 }),
          })),
        ];
        const ours = { name: "lares", command: home.lares("switch"), verify };
        const { rounds } = context;
        const raced = race(ours, others, { rounds, warmUps: 1 });
        home.verifyLinks();
        yield { title: this.title, size: counted(size, "files"), on: place.fileSystem, unit: "ms", ...raced };
      }
  },
};
