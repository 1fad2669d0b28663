import { expect, test } from "vitest";
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

test("a file of one's own is run after the plugins are set up, or is the file itself", () => {
  const files = (plugins: Record<string, { package: string; setup: boolean }>) =>
    textsOf(homeOf([yazi], { programs: { yazi: { enable: true, initLua: "/my/init.lua", plugins } } }));
  expect(files({})).toEqual({ ".config/yazi/init.lua": "-> /my/init.lua" });
  const both = files({ a: { package: "/a", setup: true } });
  expect(both[".config/yazi/own-init.lua"]).toBe("-> /my/init.lua");
  expect(both[".config/yazi/init.lua"]).toBe(
    'require("a"):setup()\ndofile("/home/ada/.config/yazi/own-init.lua")\n',
  );
});

test.skipIf(!has("bash"))("the shell is in the folder that Yazi was left in (needs bash)", () => {
  const home = writtenHome([yazi, bash], {
    programs: { bash: { enable: true, enableCompletion: false }, yazi: { enable: true } },
  });
  const fake = `yazi() { :; }; command() { for word; do :; done; printf /usr > "\${word#--cwd-file=}"; }`;
  expect(askAt(home, "bash", ["-ic", `${fake}; y; pwd`])).toBe("/usr\n");
});
