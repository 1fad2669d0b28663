/** `lares status`: the home compared with the generation. */
import { counted } from "../context.ts";
import { race } from "../race.ts";
import type { Work } from "../work.ts";

export const status: Work = {
  name: "status",
  title: "status",
  *measure(context) {
    for (const place of context.places)
      for (const size of context.sizes) {
        const home = context.switchedHome(place, size);
        const ours = { name: "lares", command: home.lares("status") };
        const node = { ...context.peers.node, ...(size <= 1000 && { atMost: 2 }) };
        const raced = race(ours, [node], { rounds: context.rounds, warmUps: 1 });
        yield { title: this.title, size: counted(size, "files"), on: place.fileSystem, unit: "ms", ...raced };
      }
  },
};
