/** What follows from a look at everything. */
import { expect, test } from "vitest";
import { lookAtAll, react } from "../../src/watch/react.ts";
import type { Watching } from "../../src/watch/watching.ts";

test("a look at many files of which none changed is not followed by another", async () => {
  const paths = Array.from({ length: 1000 }, (_, at) => `/config/${at}`);
  const noted = new Set<string>();
  let looks = 0;
  const watching = {
    request: { places: { profile: "/state/profiles/home" } },
    flips: { isElsewhere: false },
    trouble: { isThere: false },
    settling: { note: (path: string) => noted.add(path) },
    lookout: { watch: () => {}, renew: () => {}, lookAgainSoon: () => looks++ },
    absences: { holdsBack: () => false },
    ingredients: {
      paths,
      findFolders: () => {},
      isChanged: () => false,
      list: { folders: new Set(), effectOf: () => "contents", namesOf: (path: string) => [path] },
    },
  } as unknown as Watching;
  lookAtAll(watching);
  expect(noted.size).toBe(1000);
  await react(watching, { paths: noted, since: 0 });
  expect(looks).toBe(0);
});
