import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { packageNamed } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import yazi from "../../../modules/yazi.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([yazi, ...shells], {
    programs: {
      ...allShells,
      yazi: {
        enable: true,
        settings: { mgr: { sort_by: "mtime" } },
        keymap: { mgr: { prepend_keymap: [{ on: ["<C-q>"], run: "close" }] } },
        theme: { filetype: { rules: [{ fg: "#7AD9E5", mime: "image/*" }] } },
        vfs: { services: { server: { type: "sftp" } } },
        initLua: 'require("zoxide"):setup { update_db = true }\n',
        plugins: {
          plain: "/plugins/plain.yazi",
          starship: { package: "/plugins/starship", setup: true },
          relative: { package: "/plugins/relative", settings: { show_numbers: "relative" } },
        },
        flavors: { mine: "/flavors/mine" },
        extraPackages: ["glow"],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/yazi.golden");
});

test("a file of one's own comes after what sets plugins up, or is the file itself", () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lares-yazi-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const own = path.join(folder, "init.lua");
  fs.writeFileSync(own, "-- mine\n");
  const plugins = { a: { package: "/a", setup: true } };
  const initFile = (initLua: string, more: object = {}) =>
    textsOf(homeOf([yazi], { programs: { yazi: { enable: true, initLua, ...more } } }))[
      ".config/yazi/init.lua"
    ];
  expect(initFile(own)).toBe(`-> ${own}`);
  expect(initFile(own, { plugins })).toBe('require("a"):setup()\n-- mine\n');
  expect(initFile("/not/built/yet.lua", { plugins })).toBe(
    'require("a"):setup()\ndofile("/not/built/yet.lua")\n',
  );
});

test.skipIf(!has("bash"))("the shell is in the folder that Yazi was left in (needs bash)", () => {
  const home = writtenHome([yazi, bash], {
    programs: { bash: { enable: true, enableCompletion: false }, yazi: { enable: true } },
  });
  const fake = `yazi() { :; }; command() { for word; do :; done; printf /usr > "\${word#--cwd-file=}"; }`;
  expect(askAt(home, "bash", ["-ic", `${fake}; y; pwd`])).toBe("/usr\n");
});

test("packages that are not looked for are where they would be", () => {
  const plugin = packageNamed("plugin");
  const home = homeOf(
    [yazi],
    { programs: { yazi: { enable: true, plugins: { plugin, set: { package: plugin, setup: true } } } } },
    { stubs: true },
  );
  expect(textsOf(home)).toMatchObject({
    ".config/yazi/plugins/plugin.yazi": "-> @plugin@",
    ".config/yazi/plugins/set.yazi": "-> @plugin@",
  });
});
