import { expect, test } from "vitest";
import less from "../../../modules/less.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const definitions = {
  programs: {
    less: {
      enable: true,
      options: { "RAW-CONTROL-CHARS": true, quiet: true, "wheel-lines": 3, tabs: 4, off: false },
      config: "#command\ns back-line\n",
    },
  },
} as const;

test("options come as a variable, above the keys", () => {
  expect(textsOf(homeOf([less], definitions))[".config/lesskey"]).toBe(
    "#env\nLESS = --RAW-CONTROL-CHARS --quiet --tabs=4 --wheel-lines=3\n#command\ns back-line\n",
  );
});

test("the former name of the keys still counts, with a warning", () => {
  const home = homeOf([less], { programs: { less: { enable: true, keys: "#command\n" } } });
  expect(textsOf(home)[".config/lesskey"]).toBe("#command\n");
  expect(home.description.warnings).toHaveLength(1);
});

test.skipIf(!has("lesskey"))("lesskey takes the file (needs lesskey)", () => {
  const home = writtenHome([less], definitions);
  askAt(home, "lesskey", ["-o", `${home}/out`, `${home}/.config/lesskey`]);
});
