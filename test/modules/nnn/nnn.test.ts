import { expect, test } from "vitest";
import nnn from "../../../modules/nnn.ts";
import { homeOf } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([nnn, ...shells], {
    programs: {
      ...allShells,
      nnn: {
        enable: true,
        bookmarks: { d: "~/Documents", D: "~/Downloads" },
        plugins: { src: "/plugins", mappings: { f: "finder" } },
        options: { H: true, e: true, x: false, P: "p" },
        extraPackages: ["mediainfo"],
        quitcd: true,
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/nnn.golden");
});

test("a list of letters turns each of them on", () => {
  const home = homeOf([nnn], { programs: { nnn: { enable: true, options: ["e", "H"] } } });
  expect(home.description.sessionVariables.NNN_OPTS).toBe("He");
});
