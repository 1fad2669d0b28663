import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import emacs from "../../../modules/emacs.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const rich = { enable: true, extraPackages: ["magit"], extraConfig: "(setq standard-indent 3)\n" };

test("the whole home of a rich configuration", async () => {
  await expect(wholeHome([emacs], { programs: { emacs: rich } })).toMatchFileSnapshot("golden/emacs.golden");
});

test.skipIf(!has("emacs"))("Emacs loads the lines as its library `default`", () => {
  const home = writtenHome([emacs], { programs: { emacs: { ...rich, extraPackages: [] } } });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const path = `EMACSLOADPATH=${home}/.local/share/emacs/site-lisp:`;
  const said = askAt(home, "env", [
    path,
    "emacs",
    "--batch",
    "-l",
    "default",
    "--eval",
    "(princ standard-indent)",
  ]);
  expect(said).toBe("3");
});
