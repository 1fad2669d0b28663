import { expect, test } from "vitest";
import fd from "../../../modules/fd.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { describeProgram } from "../whole-program.ts";

const definitions = {
  programs: {
    fd: { enable: true, hidden: true, extraOptions: ["--exec", "echo it's"], ignores: ["*.bak", ".git/"] },
  },
};

test("options come as an alias, patterns as a file", () => {
  expect(textsOf(homeOf([fd], definitions))).toEqual({ ".config/fd/ignore": "*.bak\n.git/\n" });
  const shown = describeProgram(fd, { fd: definitions.programs.fd });
  expect(shown).toContain("packages: fd\n");
});

test.skipIf(!has("fdfind"))("fd leaves the patterns out (needs fdfind)", () => {
  const home = writtenHome([fd], definitions);
  expect(askAt(home, "sh", ["-c", "touch a.bak b.txt; fdfind --type f"])).toBe("b.txt\n");
});
