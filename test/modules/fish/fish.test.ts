import * as fs from "node:fs";
import * as path from "node:path";
import { type Config, type DefsOf, mkMerge } from "lares/module";
import { describe, expect, test } from "vitest";
import fish from "../../../modules/fish/index.ts";
import type { FishOptions } from "../../../modules/fish/options.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const rich: DefsOf<FishOptions> = {
  enable: true,
  shellAliases: { ll: "ls -l", say: "echo 'it is'" },
  shellAbbrs: {
    gco: "git checkout",
    "-C": { position: "anywhere", expansion: "--color" },
    dots: { regex: "^\\.\\.+$", function: "multicd" },
    L: { position: "anywhere", setCursor: true, expansion: "% | less" },
  },
  binds: {
    "\\cg": { command: "echo hello", repaint: true },
    "alt-s": { erase: true, operate: "preset" },
    "ctrl-y": { enable: false, command: "true" },
  },
  functions: {
    greet: "echo hello $argv[1]",
    between: { argumentNames: ["from", "to"], description: "Two 'ends'", body: "echo $from-$to\n" },
    watcher: { onVariable: "WATCHED", body: "echo saw $WATCHED" },
  },
  completions: { mine: "complete -c mine -s o -l output\n", other: { body: "complete -c other -s v\n" } },
  shellInit: "set -g always yes",
  loginShellInit: "set -g login yes",
  interactiveShellInit: "set -g interactive yes",
  shellInitLast: "set -g last $always",
};

/** A plugin with a file of each kind. */
const withPlugin = (home: string) => {
  const src = path.join(home, "it's a plugin");
  for (const [name, text] of Object.entries({
    "functions/from_plugin.fish": "function from_plugin\n    echo plugged in\nend\n",
    "conf.d/code.fish": "set -g plugin_code yes\n",
  })) {
    fs.mkdirSync(path.dirname(path.join(src, name)), { recursive: true });
    fs.writeFileSync(path.join(src, name), text);
  }
  return {
    home: {
      sessionVariables: {
        A: "plain 'quoted'",
        B: "$HOME/b",
        C: "${HOME}x",
        D: "${NOTHING:-$(echo d)}",
        N: 3,
      },
      sessionPath: ["$HOME/bin"],
      sessionSearchVariables: { MANPATH: ["/opt/man"] },
      sessionVariablesExtra: 'for n in E; do export $n="from $n"; done',
    },
    programs: { fish: { ...rich, plugins: [{ name: "foo", src }] } },
  };
};

test("the whole files of a rich configuration", async () => {
  const home = homeOf([fish], {
    home: { shellAliases: { g: "git", ll: "ls -la" } },
    programs: {
      fish: mkMerge<DefsOf<FishOptions>>([
        rich,
        {
          plugins: [{ name: "foo", src: "/plugins/foo" }],
          shellAbbrs: { co: { command: ["git", "hub"], expansion: "checkout" } },
          binds: {
            tab: { mode: "insert", setsMode: "default", silent: true, command: ["one", "two words"] },
          },
          functions: { leaving: { onProcessExit: "$fish_pid", onSignal: 10, wraps: "ls", body: "" } },
        },
      ]),
    },
  });
  for (const [name, text] of Object.entries(textsOf(home)))
    await expect(text).toMatchFileSnapshot(
      `golden/${name.replace(".config/fish/", "").replaceAll("/", "-")}.golden`,
    );
});

test("the home's aliases become abbreviations where those are preferred", () => {
  const home = homeOf([fish], {
    home: { shellAliases: { g: "git" } },
    programs: { fish: { enable: true, preferAbbrs: true } },
  });
  const text = textsOf(home)[".config/fish/config.fish"]!;
  expect(text).toContain("abbr --add -- g git\n");
  expect(text).not.toContain("alias");
});

test("the session variables are a package too", () => {
  const home = homeOf([fish], {
    home: {
      sessionVariables: { A: "a" },
      file: {
        vars: {
          source: ({ config }: { config: Config }) => `${config.programs.fish.sessionVariablesPackage}`,
        },
      },
    },
    programs: { fish: { enable: true } },
  });
  expect(textsOf(home).vars).toMatch(/^-> .*-hm-session-vars\.fish$/);
  expect(JSON.stringify(home.description.derivations)).toContain("set -gx A 'a'");
});

test("a binding that does nothing is a failed assertion", () => {
  const { failedAssertions } = homeOf([fish], {
    programs: { fish: { enable: true, binds: { "alt-s": {} } } },
  });
  expect(failedAssertions).toEqual([expect.stringContaining("alt-s")]);
});

describe.skipIf(!has("fish"))("fish itself (needs fish)", () => {
  const home = writtenHome([fish], withPlugin);
  const ask = (...args: string[]) => askAt(home, "fish", args);

  test("finds nothing to complain about in any file", () => {
    const files = fs.globSync(`${home}/.config/fish/**/*.fish`);
    expect(files.length).toBe(7);
    for (const file of files) ask("--no-execute", file);
  });

  test("every shell has the session variables and runs to the end, once", () => {
    expect(ask("-c", "echo $A $B $C $D $N $E; echo $PATH[1]; echo $MANPATH[1]; echo $always $last")).toBe(
      `plain 'quoted' ${home}/b ${home}x d 3 from E\n${home}/bin\n/opt/man\nyes yes\n`,
    );
    expect(ask("-c", "set -e always; source ~/.config/fish/config.fish; echo again $always")).toBe("again\n");
    expect(ask("-c", "echo $login$interactive")).toBe("\n");
    expect(ask("-lc", "echo $login")).toBe("yes\n");
  });

  test("an interactive shell has aliases, abbreviations and bindings", () => {
    const shown = ask("-ic", "say; abbr --show; bind \\cg; echo $interactive");
    expect(shown).toContain("it is\n");
    expect(shown).toContain("abbr -a -- gco 'git checkout'");
    expect(shown).toContain("abbr -a --position anywhere --set-cursor='%' -- L '% | less'");
    expect(shown).toContain("--function multicd");
    expect(shown).toContain("bind \\cg 'echo hello' repaint");
    expect(shown).toContain("yes\n");
  });

  test("functions are found, take their arguments, and wait for what they are told to", () => {
    expect(ask("-c", "greet you; between 1 2; set WATCHED it")).toBe("hello you\n1-2\nsaw it\n");
  });

  test("plugins and completions are loaded", () => {
    expect(ask("-c", "from_plugin; echo $plugin_code; function mine; end; complete -C 'mine --o'")).toBe(
      "plugged in\nyes\n--output\n",
    );
  });

  test.skipIf(!has("python3"))("the switch makes completions from manual pages (needs python3)", () => {
    const page = path.join(home, "generation/home-path/share/man/man1/frob.1");
    fs.mkdirSync(path.dirname(page), { recursive: true });
    fs.writeFileSync(page, ".TH FROB 1\n.SH NAME\nfrob\n.SH OPTIONS\n.TP\n.B \\-\\-gently\nTake care.\n");
    const { activation } = homeOf([fish], { programs: { fish: { enable: true } } }, { home }).description;
    const { script } = activation.find(({ name }) => name === "fishCompletions")!;
    askAt(home, "sh", ["-euc", `run() { "$@"; }\nnewGenPath=${home}/generation\n${script}`]);
    expect(ask("-c", "function frob; end; complete -C 'frob --gen'")).toBe("--gently\tTake care\n");
  });
});
