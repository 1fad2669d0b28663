import { type Definitions, packageNamed } from "lares/module";
import { expect, test } from "vitest";
import qutebrowser from "../../../modules/qutebrowser.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [qutebrowser];
const rich: Definitions = {
  programs: {
    qutebrowser: {
      enable: true,
      settings: {
        tabs: { show: "never", padding: { top: 5 } },
        spellcheck: { languages: ["en-US", 'a"b'] },
        content: { user_stylesheets: null },
      },
      perDomainSettings: { "*.zoom.us": { content: { autoplay: true } } },
      aliases: { q: "quit" },
      searchEngines: { DEFAULT: "https://d.org/?q={}" },
      keyMappings: { "<Ctrl-[>": "<Escape>" },
      enableDefaultBindings: false,
      keyBindings: {
        normal: {
          ":": null,
          "<F1>": ["config-cycle tabs.show never always", "reload"],
          ",l": 'config-cycle x ["a"]',
        },
      },
      quickmarks: { n: "https://n.org", a: "https://a.org" },
      greasemonkey: ["/scripts/one.user.js"],
      extraConfig: "# end",
    },
  },
};

type Named = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

test("all files of a rich configuration", async () => {
  const home = homeOf(modules, rich);
  expect(home.failedAssertions).toEqual([]);
  const texts = textsOf(home);
  const text = Object.keys(texts)
    .sort()
    .map((name) => `==> ${name} <==\n${texts[name]}`)
    .join("\n");
  await expect(text).toMatchFileSnapshot("golden/qutebrowser.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).qutebrowser!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { qutebrowser: settings } } as Definitions))).toEqual({});
});

test("userscripts are files, or packages by their names", () => {
  const greasemonkey = ["./own.user.js", packageNamed("some-script.js")];
  const home = homeOf(
    modules,
    { programs: { qutebrowser: { enable: true, greasemonkey } } },
    { stubs: true },
  );
  expect(home.failedAssertions).toEqual([]);
  const { [".config/qutebrowser/config.py"]: _, ...scripts } = textsOf(home);
  expect(scripts).toEqual({
    ".config/qutebrowser/greasemonkey/own.user.js": "-> /conf/own.user.js",
    ".config/qutebrowser/greasemonkey/some-script.js": "-> @some-script.js@",
  });
});
