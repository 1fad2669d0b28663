import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import tmux from "../../../modules/tmux/index.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { describeProgram } from "../whole-program.ts";

const rich: NonNullable<Extract<Definitions["programs"], object>> = {
  tmux: {
    aggressiveResize: true,
    baseIndex: 1,
    clock24: true,
    customPaneNavigationAndResize: true,
    disableConfirmationPrompt: true,
    escapeTime: 0,
    extraConfig: 'set -g status-left "#S"',
    historyLimit: 5000,
    keyMode: "vi",
    mouse: true,
    newSession: true,
    reverseSplit: true,
    shell: "/bin/sh",
    shortcut: "a",
    terminal: "screen-256color",
  },
} as never;

test("everything that a rich configuration comes to", async () => {
  const plugins = [
    "./plugins/own.tmux",
    { plugin: "/plugins/tmux-resurrect", extraConfig: "set -g @resurrect-x on" },
  ];
  const home = describeProgram(tmux, {
    tmux: { ...(rich as { tmux: object }).tmux, plugins, tmuxp: { enable: true } },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});

test.skipIf(!has("tmux"))("tmux understands it so (needs tmux)", () => {
  const home = writtenHome([tmux], {
    programs: { tmux: { enable: true, ...(rich as { tmux: object }).tmux } },
  } as never);
  const socket = `${home}/socket`;
  const ask = (...args: string[]) =>
    askAt(home, "tmux", ["-S", socket, "-f", `${home}/.config/tmux/tmux.conf`, ...args]);
  const script = [
    "start-server",
    ";",
    "show",
    "-g",
    ";",
    "show",
    "-gw",
    ";",
    "show",
    "-s",
    ";",
    "list-keys",
    ";",
    "kill-server",
  ];
  const said = ask(...script);
  for (const line of [
    "base-index 1",
    "default-shell /bin/sh",
    "history-limit 5000",
    "mouse on",
    "prefix C-a",
    'status-left "#S"',
    "pane-base-index 1",
    "mode-keys vi",
    "aggressive-resize on",
    "escape-time 0",
    "default-terminal screen-256color",
  ])
    expect(said).toContain(`${line}\n`);
  expect(said).toMatch(/bind-key +-r +-T prefix +H +resize-pane -L 5/);
  expect(said).toMatch(/bind-key +-T prefix +v +split-window -h/);
  expect(said).toMatch(/bind-key +-T prefix +& +kill-window/);
});
