import * as fs from "node:fs";
import { mkOrder } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import fish from "../../../modules/fish/index.ts";
import git from "../../../modules/git/index.ts";
import kitty from "../../../modules/kitty/index.ts";
import launchd from "../../../modules/launchd/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import zsh from "../../../modules/zsh/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [kitty],
    {
      programs: {
        kitty: {
          enable: true,
          font: { name: "DejaVu Sans", package: "dejavu_fonts", size: 8.5 },
          themeFile: "SpaceGray_Eighties",
          settings: { enable_audio_bell: false, scrollback_lines: 10_000, background_opacity: 0.5 },
          actionAliases: { launch_tab: "launch --type=tab" },
          keybindings: { "ctrl+f>2": "set_font_size 20" },
          mouseBindings: { "left click": "ungrabbed no-op" },
          environment: { LS_COLORS: "1" },
          extraConfig: mkOrder(535, "include early.conf\n"),
          diffConfig: {
            settings: { pygments_style: "bw" },
            keybindings: { q: "quit" },
            extraConfig: "# end\n",
          },
          quickAccessTerminalConfig: { hide_on_focus_loss: false },
          darwinLaunchOptions: ["--single-instance", "--directory=/tmp"],
          shellIntegration: { mode: "no-cursor" },
        },
      },
    },
    { os: "darwin" },
  );
  await expect(text).toMatchFileSnapshot("golden/kitty.golden");
});

test("it hooks into the shells that are not left out", () => {
  const programs = {
    bash: { enable: true },
    fish: { enable: true },
    zsh: { enable: true },
    kitty: { enable: true, shellIntegration: { mode: "no-cursor", enableZshIntegration: false } },
  };
  const texts = textsOf(homeOf([kitty, bash, fish, zsh], { programs }));
  expect(texts[".bashrc"]).toContain('export KITTY_SHELL_INTEGRATION="no-rc no-cursor"');
  expect(texts[".bashrc"]).toContain("/shell-integration/bash/kitty.bash");
  expect(texts[".config/fish/config.fish"]).toContain("kitty-shell-integration.fish");
  expect(texts[".zshrc"]).not.toContain("KITTY");
});

test("Git shows differences in it", () => {
  const programs = { git: { enable: true }, kitty: { enable: true, enableGitIntegration: true } };
  const texts = textsOf(homeOf([kitty, git, systemd, launchd], { programs }));
  expect(texts[".config/git/config"]).toContain('[difftool "kitty.gui"]');
});

test("themes follow the desktop, or one is fixed", () => {
  const autoThemeFiles = { dark: "TokyoNight", light: "GitHub", noPreference: "/themes/own.conf" };
  const home = homeOf([kitty], { programs: { kitty: { enable: true, autoThemeFiles } } }, { stubs: true });
  expect(textsOf(home)).toMatchObject({
    ".config/kitty/dark-theme.auto.conf":
      "include @kitty-themes@/share/kitty-themes/themes/TokyoNight.conf\n",
    ".config/kitty/no-preference-theme.auto.conf": "include /themes/own.conf\n",
  });
  const both = homeOf([kitty], { programs: { kitty: { enable: true, autoThemeFiles, themeFile: "X" } } });
  expect(both.failedAssertions).toHaveLength(1);
});

/** kitty's own report of what differs from its defaults, and what it complains of. */
const report = `
import os
from functools import partial
from kitty.config import load_config
from kitty.constants import config_dir
from kitty.debug_config import compare_opts
os.dup2(1, 2)
bad = []
understood = load_config(os.path.join(config_dir, "kitty.conf"), accumulate_bad_lines=bad)
compare_opts(understood, partial(print, flush=True))
print("aliases", understood.alias_map.aliases)
print("bad lines", bad)
`;

test.skipIf(!has("kitty"))("kitty understands every line (needs kitty)", () => {
  const home = writtenHome([kitty], (folder) => ({
    programs: {
      kitty: {
        enable: true,
        font: { name: "DejaVu Sans", size: 8.5 },
        themeFile: `${folder}/own-theme.conf`,
        settings: { enable_audio_bell: false, scrollback_lines: 10_000, background_opacity: 0.5 },
        actionAliases: { launch_tab: "launch --type=tab" },
        keybindings: { "ctrl+f>2": "set_font_size 20", "ctrl+alt+t": "launch_tab vim # x" },
        mouseBindings: { "left click": "ungrabbed no-op" },
        environment: { LS_COLORS: "di=1:ln=2", GREETING: "hello, world" },
        extraConfig: mkOrder(535, "include early.conf\n"),
        shellIntegration: { mode: "no-cursor" },
      },
    },
  }));
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.writeFileSync(`${home}/own-theme.conf`, "foreground #123456\n");
  fs.writeFileSync(`${home}/.config/kitty/early.conf`, "scrollback_lines 3\ncursor_shape beam\n");
  const said = askAt(home, "kitty", ["+runpy", report]).replaceAll(/\u001b\[[\d:;]*m/g, "");
  for (const line of [
    /^font_family +DejaVu Sans$/m,
    /^font_size +8\.5$/m,
    /^\s*foreground +#123456/m,
    /^cursor_shape +(2|beam)$/m,
    /^scrollback_lines +10000$/m,
    /^background_opacity +0\.5$/m,
    /^enable_audio_bell +False$/m,
    /^shell_integration +frozenset\(\{('no-rc', 'no-cursor'|'no-cursor', 'no-rc')\}\)$/m,
    /'LS_COLORS': 'di=1:ln=2'/,
    /'GREETING': 'hello, world'/,
    /^\tctrl\+f ?> ?2 → +set_font_size 20$/m,
    /^\tctrl\+alt\+t → +launch_tab vim # x$/m,
    /^Removed mouse actions:\n\tleft click ungrabbed →/m,
    /^aliases .*name='launch_tab', value='launch --type=tab'/m,
    /^bad lines \[\]$/m,
  ])
    expect(said).toMatch(line);
  expect(said).not.toContain("unknown config");
});
