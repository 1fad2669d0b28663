import { expect, test } from "vitest";
import zellij from "../../../modules/zellij.ts";
import { homeOf, textsOf } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([zellij, ...shells], {
    programs: {
      ...allShells,
      zellij: {
        enable: true,
        enableBashIntegration: true,
        enableFishIntegration: true,
        enableZshIntegration: true,
        exitShellOnExit: true,
        settings: {
          theme: "custom",
          keybinds: { _props: { "clear-defaults": true } },
          plugins: { bar: { level: 3 } },
        },
        extraConfig: 'default_mode "locked"\n',
        layouts: {
          dev: { layout: { _children: [{ pane: { size: 1 } }, { tab: { _props: { name: "One" } } }] } },
          text: "layout {\n  pane\n}\n",
          file: "/layouts/file.kdl",
        },
        themes: { mine: { themes: { mine: { fg: [1, 2, 3] } } } },
        plugins: ["zellij-foo", "bar"],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/zellij.golden");
});

test("what shells would have to do is a warning where none does it", () => {
  const home = homeOf([zellij, ...shells], {
    programs: { ...allShells, zellij: { enable: true, attachExistingSession: true, exitShellOnExit: true } },
  });
  expect(home.description.warnings).toHaveLength(2);
  expect(textsOf(home)).toEqual({});
});
