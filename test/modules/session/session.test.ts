/** What sessions and machines are told: X, PAM, the SSH agent, Nix, input methods, macOS. */
import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import i18n from "../../../modules/i18n.ts";
import inputMethod from "../../../modules/i18n-input-method.ts";
import launchd from "../../../modules/launchd/index.ts";
import manual from "../../../modules/manual.ts";
import nix from "../../../modules/nix.ts";
import nixGc from "../../../modules/nix-gc.ts";
import nixpkgs from "../../../modules/nixpkgs.ts";
import pam from "../../../modules/pam.ts";
import sshAuthSock from "../../../modules/ssh-auth-sock.ts";
import systemd from "../../../modules/systemd/index.ts";
import darwin from "../../../modules/targets-darwin/index.ts";
import genericLinux from "../../../modules/targets-generic-linux.ts";
import systemDirs from "../../../modules/xdg-system-dirs.ts";
import xsession from "../../../modules/xsession.ts";
import { type Given, has, homeOf, textsOf } from "../home.ts";
import { switchedHome } from "../switched-home.ts";

const modules = [bash, i18n, inputMethod, launchd, manual, nix, nixGc, nixpkgs, pam, sshAuthSock, systemd];
const machines = [darwin, genericLinux, systemDirs, xsession];

const whole = (definitions: Definitions, given: Given = {}): string => {
  const home = homeOf([...modules, ...machines], definitions, { stubs: true, ...given });
  const { activation, generationFiles, sessionVariables } = home.description;
  expect(home.failedAssertions).toEqual([]);
  return [
    ...Object.entries(sessionVariables).map(([name, value]) => `${name}=${value}\n`),
    ...Object.entries(textsOf(home)).map(([name, text]) => `===== ${name}\n${text}\n`),
    ...Object.entries(generationFiles).map(
      ([name, content]) => `===== generation/${name}\n${"text" in content ? content.text : ""}\n`,
    ),
    ...activation
      .filter(({ name }) => name !== "reloadSystemd")
      .map(({ name, script }) => `===== step ${name}\n${script}\n`),
  ].join("");
};

const shared: Definitions = {
  manual: { manpages: { enable: false } },
  nix: {
    gc: { automatic: true, dates: "03:15", options: "-d" },
    settings: {
      "experimental-features": ["nix-command", "flakes"],
      "extra-substituters": ["https://example.org"],
      cores: 4,
    },
    extraOptions: "!include secret.conf",
    registry: { nixpkgs: { to: { type: "github", owner: "o", repo: "r" } } },
    nixPath: ["nixpkgs=/n"],
    distributedBuilds: true,
    buildMachines: [{ hostName: "box", sshUser: "u", systems: ["x86_64-linux"], supportedFeatures: ["kvm"] }],
  },
  nixpkgs: { config: { allowUnfree: true, packages: ["a"] } },
  programs: { bash: { enable: true, enableCompletion: false } },
  sshAuthSock: {
    enable: true,
    initialization: { bash: 'export SSH_AUTH_SOCK="$XDG_RUNTIME_DIR/agent"' },
    systemd: { socketProviderUnit: "agent.service" },
  },
};

test("everything that a rich configuration comes to on Linux", async () => {
  const linux = whole({
    ...shared,
    home: { keyboard: { layout: "de", options: ["caps:escape"] } },
    i18n: {
      glibcLocales: "/locales",
      inputMethod: {
        enable: true,
        type: "fcitx5",
        fcitx5: {
          addons: ["fcitx5-rime"],
          quickPhrase: { smile: ":)" },
          settings: {
            globalOptions: { Behavior: { ActiveByDefault: false } },
            addons: { classicui: { globalSection: { Theme: "x" } } },
          },
          themes: { own: { theme: "[Metadata]\nName=own\n" } },
        },
      },
    },
    pam: { sessionVariables: { A: 'x"y' }, yubico: { authorizedYubiKeys: { ids: ["abcdefghijkl"] } } },
    targets: { genericLinux: { enable: true } },
    xsession: {
      enable: true,
      initExtra: "xset b off",
      numlock: { enable: true },
      windowManager: { command: "i3" },
    },
  });
  await expect(linux).toMatchFileSnapshot("golden/linux.golden");
});

test("everything that a rich configuration comes to on macOS", async () => {
  const text = whole(
    {
      ...shared,
      targets: {
        darwin: {
          defaults: { "com.apple.dock": { autohide: true, tilesize: 48, gone: null } },
          currentHostDefaults: { "com.apple.controlcenter": { BatteryShowPercentage: true } },
          keybindings: { "^u": "deleteToBeginningOfLine:" },
          search: "DuckDuckGo",
          linkApps: { enable: true },
          copyApps: { enable: true },
        },
      },
    },
    { os: "darwin", home: "/Users/ada" },
  );
  await expect(text).toMatchFileSnapshot("golden/darwin.golden");
});

test("preferences that are gone are deleted, the last ones too, and others imported", async () => {
  const trial = switchedHome(machines, { "/usr/bin/defaults": 'note "${*%/*}"' }, "darwin");
  const preferences = (here: object, currentHostDefaults: object = {}) =>
    ({ targets: { darwin: { defaults: here, currentHostDefaults } } }) as Definitions;
  const asked = () => trial.noted().map((line) => line.replace(/(import \S+) .*/, "$1"));
  try {
    await trial.become(preferences({ "a.b": { kept: true, gone: 1 } }, { c: { d: 1 } }));
    expect(asked()).toEqual(["defaults import a.b", "defaults -currentHost import c"]);
    await trial.become(preferences({ "a.b": { kept: true } }));
    expect(asked()).toEqual([
      "defaults delete a.b gone",
      "defaults import a.b",
      "defaults -currentHost delete c d",
    ]);
    await trial.become({});
    expect(asked()).toEqual(["defaults delete a.b kept"]);
    await trial.become({});
    expect(asked()).toEqual([]);
  } finally {
    trial.remove();
  }
});

test.skipIf(!has("rsync"))(
  "copies of applications go when they are no longer wanted (needs rsync)",
  async () => {
    const trial = switchedHome(machines, {}, "darwin");
    const apps = "Applications/Home Manager Apps";
    const copying = {
      home: { generationFiles: { "home-path/Applications/A.app/Contents/a": "1" } },
      targets: { darwin: { copyApps: { enable: true } } },
    } as Definitions;
    try {
      await trial.become(copying);
      expect(trial.read(`${apps}/A.app/Contents/a`)).toBe("1");
      trial.write(`${apps}/mine.app/x`, "mine");
      await trial.become({});
      expect(fs.readdirSync(trial.at(apps))).toEqual(["mine.app"]);
      fs.rmSync(trial.at(apps), { recursive: true });
      await trial.become(copying);
      await trial.become({});
      expect(fs.existsSync(trial.at(apps))).toBe(false);
    } finally {
      trial.remove();
    }
  },
);
