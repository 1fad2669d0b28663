import { expect, test } from "vitest";
import { toInputrc } from "../../src/generators/readline.ts";
import { ask, fileWith, has } from "./real-programs.ts";

const inputrc = toInputrc({
  variables: { "show-all-if-ambiguous": true, "bell-style": "none", "completion-query-items": 42 },
  bindings: {
    "\\C-h": "backward-kill-word",
    "Control-p": '"whups"',
    TAB: "menu-complete",
    "\\e[1~": "beginning-of-line",
  },
});

test("the whole file", () => expect(inputrc).toMatchFileSnapshot("golden/inputrc.golden"));

test.skipIf(!has("bash"))("bash's readline takes it (needs bash)", () => {
  const env = { INPUTRC: fileWith(inputrc), TERM: "dumb" };
  const variables = ask("bash", ["--norc", "-ic", "bind -v"], env).split("\n");
  expect(variables).toContain("set show-all-if-ambiguous on");
  expect(variables).toContain("set bell-style none");
  expect(variables).toContain("set completion-query-items 42");
  const keys = ask("bash", ["--norc", "-ic", "bind -p; bind -s"], env).split("\n");
  expect(keys).toContain('"\\C-h": backward-kill-word');
  expect(keys).toContain('"\\C-i": menu-complete');
  expect(keys).toContain('"\\C-p": "whups"');
});
