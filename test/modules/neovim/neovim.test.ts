import * as fs from "node:fs";
import * as path from "node:path";
import { type DefsOf, mkBefore, mkMerge } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import neovim from "../../../modules/neovim/index.ts";
import type { NeovimOptions } from "../../../modules/neovim/options.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const files = path.join(import.meta.dirname, "files");

const rich: DefsOf<NeovimOptions> = {
  enable: true,
  defaultEditor: true,
  vimAlias: true,
  vimdiffAlias: true,
  withPython3: true,
  extraPackages: ["ripgrep"],
  initLua: "vim.g.order = vim.g.order .. ' init'\n",
  extraConfig: "let g:from_vim = 'yes'\n",
  plugins: [
    {
      plugin: `${files}/plugin`,
      config: "vim.g.order = 'lua'\n",
      runtime: { "ftplugin/c.lua": "vim.bo.sw = 2\n" },
    },
    { plugin: "some-vim-plugin", type: "viml", config: "let g:viml = g:from_vim_not_yet\n" },
    { plugin: "other", type: "fennel", config: "(print 1)\n" },
  ],
  coc: { enable: true, settings: { foo: "bar" }, pluginConfig: "let g:coc = 1\n" },
};

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([neovim], { programs: { neovim: rich } }, { here: files, stubs: false });
  await expect(text).toMatchFileSnapshot("golden/neovim.golden");
});

test.skipIf(!has("nvim"))(
  "Neovim loads plugins, then what they are set up with, then lines of one's own",
  () => {
    const { plugins, coc, ...own } = rich;
    const home = writtenHome([neovim], {
      programs: {
        neovim: {
          ...own,
          initLua: mkMerge([
            mkBefore("vim.g.early = vim.g.order or 'before plugins'"),
            own.initLua as string,
          ]),
          plugins: [
            { plugin: `${files}/plugin`, config: "vim.g.order = 'lua'\n" },
            { plugin: `${files}/plugin`, optional: true },
          ],
        },
      },
    });
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    const values = [
      "g:early",
      "g:order",
      "g:from_vim",
      "g:lares_plugin",
      "g:loaded_ruby_provider",
      "exists('g:loaded_python3_provider_off')",
    ];
    const ask = values.map((value) => `echo ${value}`).join(" | ");
    const script = `redir! > ${home}/said | silent ${ask.replaceAll(" | ", " | silent ")} | redir END`;
    askAt(home, "nvim", ["--headless", "-c", script, "-c", "qa!"]);
    expect(fs.readFileSync(`${home}/said`, "utf8").trim().split(/\s*\n/)).toEqual([
      "before plugins",
      "lua init",
      "yes",
      "1",
      "0",
      "0",
    ]);
  },
);

test("plugins of which there is only a name are told", () => {
  const { warnings } = homeOf([neovim], {
    programs: { neovim: { enable: true, plugins: ["only-a-name"] } },
  }).description;
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("only-a-name");
});

test("Neovim is started as the arguments of a wrapper say, and what is unknown of them is told", () => {
  const { description } = homeOf([neovim], {
    programs: {
      neovim: {
        enable: true,
        extraName: "-mine",
        extraWrapperArgs: [
          ...["--set", "A", "b c", "--set-default", "D", "1", "--unset", "U", "--run", "echo hi"],
          ...["--prefix", "PATH", ":", "/late", "--prefix", "PATH", ":", "/first"],
          ...["--suffix", "PATH", ":", "/last", "--add-flags", "-n --clean", "--weird", "x"],
        ],
      },
    },
  });
  expect(description.packages.map(({ name }) => name)).toContain("neovim-mine");
  expect(description.warnings).toEqual([expect.stringContaining("--weird x")]);
  const made = Object.values(description.derivations).find((text) => text.includes("neovim-mine")) ?? "";
  expect(made).toContain("export A=");
  expect(made).toContain("unset U");
  expect(made).toContain("/first:/late");
  expect(made).toMatch(/echo hi.*exec .*-n.*--clean/s);
});
