/** One dotfile edited, then `lares switch`: the time until the new bytes are behind its link. */
import { counted } from "../context.ts";
import { miseAfterEdit } from "../peers/mise.ts";
import { race } from "../race.ts";
import type { Work } from "../work.ts";

export const oneChange: Work = {
  name: "one-change",
  title: "switch, one file edited",
  *measure(context) {
    for (const place of context.places)
      for (const size of context.sizes) {
        const home = context.switchedHome(place, size);
        const file = home.files[size >> 1]!;
        let text = file.text;
        const ours = {
          name: "lares",
          command: home.lares("switch"),
          prepare: () => {
            text = home.edit(file);
          },
          verify: () => home.verifyText(file, text),
        };
        const node = { ...context.peers.node, ...(size <= 1000 && { atMost: 3 }) };
        const others = [node, ...miseAfterEdit(context, place, size)];
        const raced = race(ours, others, { rounds: context.rounds, warmUps: 1 });
        home.verifyLinks();
        yield { title: this.title, size: counted(size, "files"), on: place.fileSystem, unit: "ms", ...raced };
      }
  },
};
