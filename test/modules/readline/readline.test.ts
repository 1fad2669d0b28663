import { expect, test } from "vitest";
import readline from "../../../modules/readline.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const definitions = {
  programs: {
    readline: {
      enable: true,
      includeSystemConfig: false,
      variables: {
        "show-all-if-ambiguous": true,
        "completion-ignore-case": false,
        "completion-query-items": 42,
      },
      bindings: { "\\C-h": "backward-kill-word", "Control-p": '"whups"' },
      extraConfig: '$if mode=emacs\n"\\e[1~": beginning-of-line\n$endif\n',
    },
  },
};

test("the whole file", async () => {
  await expect(textsOf(homeOf([readline], definitions))[".inputrc"]).toMatchFileSnapshot(
    "golden/inputrc.golden",
  );
});

test("the system's file comes first, unless it is not wanted", () => {
  expect(textsOf(homeOf([readline], { programs: { readline: { enable: true } } }))).toEqual({
    ".inputrc": "$include /etc/inputrc\n",
  });
  expect(textsOf(homeOf([readline], { programs: { readline: { variables: { a: 1 } } } }))).toEqual({});
});

test.skipIf(!has("bash"))("bash's readline takes it (needs bash)", () => {
  const home = writtenHome([readline], definitions);
  const variables = askAt(home, "bash", ["--norc", "-ic", "bind -v"]).split("\n");
  expect(variables).toContain("set show-all-if-ambiguous on");
  expect(variables).toContain("set completion-ignore-case off");
  expect(variables).toContain("set completion-query-items 42");
  const keys = askAt(home, "bash", ["--norc", "-ic", "bind -p; bind -s"]).split("\n");
  expect(keys).toContain('"\\C-h": backward-kill-word');
  expect(keys).toContain('"\\C-p": "whups"');
  expect(keys).toContain('"\\e[1~": beginning-of-line');
});
