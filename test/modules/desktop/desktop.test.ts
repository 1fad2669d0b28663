/** What desktops look like: GTK, Qt, the pointer, fonts, X resources, dconf. */
import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import dconf from "../../../modules/dconf.ts";
import fontconfig from "../../../modules/fontconfig.ts";
import gtk from "../../../modules/gtk/index.ts";
import cursor from "../../../modules/home-cursor.ts";
import qt from "../../../modules/qt.ts";
import xresources from "../../../modules/xresources.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { switchedHome } from "../switched-home.ts";

const modules = [dconf, fontconfig, gtk, cursor, qt, xresources];

const definitions: Definitions = {
  dconf: { settings: { "org/gnome/calculator": { base: 10, "button-mode": "programming" } } },
  fonts: {
    fontconfig: {
      enable: true,
      antialiasing: true,
      hinting: "slight",
      subpixelRendering: "vertical-rgb",
      defaultFonts: { monospace: ["Hack", "DejaVu Sans Mono"], emoji: ["Noto Color Emoji"] },
      configFile: {
        own: {
          settings: {
            match: { "@target": "font", edit: { "@name": "autohint", "@mode": "assign", bool: "true" } },
          },
        },
        text: { priority: 5, text: "<fontconfig/>\n" },
        off: { enable: false, text: "" },
      },
    },
  },
  gtk: {
    enable: true,
    colorScheme: "dark",
    theme: { name: "Adwaita-dark" },
    iconTheme: { name: "Papirus", package: "papirus-icon-theme" },
    font: { name: "Inter", size: 10 },
    gtk3: {
      bookmarks: ["file:///home/ada/src src"],
      extraCss: "a {}",
      extraConfig: { "gtk-cursor-blink": false },
    },
    gtk4: { font: { name: "Serif" } },
  },
  home: {
    pointerCursor: { enable: true, name: "Vanilla", size: 24, gtk: { enable: true }, x11: { enable: true } },
  },
  qt: {
    enable: true,
    platformTheme: "qtct",
    style: { name: "kvantum" },
    kvantum: { enable: true, settings: { General: { theme: "KvAdapta" } } },
    kde: {
      settings: { kdeglobals: { General: { accent: "1,2,3" }, Deep: { Deeper: { on: true, off: null } } } },
    },
    qt6ctSettings: { Appearance: { style: "kvantum" } },
  },
  xresources: { properties: { "XTerm*faceName": "mono" } },
};

test("everything that a rich configuration comes to", async () => {
  const home = homeOf(modules, definitions, { stubs: true });
  const { activation, generationFiles, packages, sessionVariables } = home.description;
  const texts = Object.entries(textsOf(home)).map(([name, text]) => `===== ${name}\n${text}\n`);
  const steps = activation.map(({ name, script }) => `===== step ${name}\n${script}\n`);
  const others = Object.entries(generationFiles).map(
    ([name, content]) => `===== generation/${name}\n${"text" in content ? content.text : ""}\n`,
  );
  const variables = Object.entries(sessionVariables).map(([name, value]) => `${name}=${value}\n`);
  const whole = [
    `packages: ${packages.map(({ name }) => name).join(" ")}\n`,
    ...variables,
    ...texts,
    ...others,
    ...steps,
  ];
  expect(home.failedAssertions).toEqual([]);
  await expect(whole.join("")).toMatchFileSnapshot("golden/rich.golden");
});

test.skipIf(!has("fc-match"))("fontconfig prefers the fonts (needs fc-match and xmllint)", () => {
  const home = writtenHome(modules, definitions);
  const env = `FONTCONFIG_FILE=${home}/fonts.conf`;
  fs.writeFileSync(
    `${home}/fonts.conf`,
    `<fontconfig><include>${home}/.config/fontconfig/conf.d</include><cachedir>${home}/cache</cachedir></fontconfig>`,
  );
  const pattern = askAt(home, "sh", ["-c", `${env} fc-pattern --config monospace 2>&1`]);
  expect(pattern).toMatch(/family: "Hack".*"DejaVu Sans Mono"/);
  expect(pattern).toContain("antialias: True");
  expect(pattern).toMatch(/hintstyle: 1/);
});

test.skipIf(!has("dconf") || !has("dbus-run-session"))(
  "keys and databases that are gone are reset, the last ones too (needs dconf and dbus)",
  async () => {
    const trial = switchedHome([dconf], {});
    const dump = (database: string) => {
      trial.write("profile", `user-db:${database}\n`);
      const words = ["env", `DCONF_PROFILE=${trial.at("profile")}`, "dconf", "dump", "/"];
      return askAt(trial.home, "dbus-run-session", words);
    };
    const base = (value: number, others = {}) => ({ "org/gnome/calculator": { base: value, ...others } });
    try {
      await trial.become({
        dconf: { settings: base(10, { "button-mode": "programming" }), databases: { other: base(2) } },
      });
      expect(dump("user")).toBe("[org/gnome/calculator]\nbase=10\nbutton-mode='programming'\n");
      expect(dump("other")).toBe("[org/gnome/calculator]\nbase=2\n");
      await trial.become({ dconf: { settings: base(8) } });
      expect(dump("user")).toBe("[org/gnome/calculator]\nbase=8\n");
      expect(dump("other")).toBe("");
      await trial.become({});
      expect(dump("user")).toBe("");
      await trial.become({ dconf: { settings: base(8) } });
      await trial.leave();
      expect(dump("user")).toBe("");
    } finally {
      trial.remove();
    }
  },
);
