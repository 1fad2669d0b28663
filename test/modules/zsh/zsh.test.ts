import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type DefsOf, mkAfter, mkBefore, mkMerge, mkOrder } from "lares/module";
import { describe, expect, test } from "vitest";
import zsh from "../../../modules/zsh/index.ts";
import type { ZshOptions } from "../../../modules/zsh/options.ts";
import { askAt, type Given, has, homeOf, textsOf, writtenHome } from "../home.ts";

type Zsh = DefsOf<ZshOptions>;
const home = (definitions: Zsh, given?: Given) =>
  homeOf([zsh], { programs: { zsh: mkMerge([{ enable: true }, definitions]) } }, given);
const texts = (definitions: Zsh, given?: Given) => textsOf(home(definitions, given));

const rich = {
  sessionVariables: { MAILCHECK: 30, EDITOR_DIR: "$HOME/bin", NOTHING: null, LIES: false },
  shellAliases: { ll: "ls -l", "..": "cd .." },
  shellGlobalAliases: { G: "| grep" },
  setOptions: ["RM_STAR_WAIT", "NO_BEEP"],
  autocd: true,
  cdpath: ["~/src", "/with space"],
  dirHashes: { docs: "$HOME/Documents", dl: "~/Downloads" },
  defaultKeymap: "viins",
  localVariables: { PROMPT_PARTS: ["dir", "vcs"], LIMIT: 3 },
  siteFunctions: { mkcd: 'mkdir -p "$1" && cd "$1"\n' },
  history: {
    extended: true,
    share: false,
    size: 500,
    save: 400,
    path: "$HOME/.state/zsh/history",
    ignorePatterns: ["rm *", "ls"],
  },
  initContent: "greet() { echo hello }\n",
  envExtra: "export FROM_ENV=yes\n",
  profileExtra: "export FROM_PROFILE=yes\n",
  loginExtra: "export FROM_LOGIN=yes\n",
  logoutExtra: "touch ~/logged-out\n",
} satisfies Zsh;

test("the whole files of a rich configuration", async () => {
  for (const [name, text] of Object.entries(texts(rich, { stubs: true })))
    await expect(text).toMatchFileSnapshot(`golden/${name.slice(1)}.golden`);
});

test("the whole files with every plugin and collection", async () => {
  const files = texts(
    {
      dotDir: "/home/ada/.config/zsh",
      zprof: { enable: true },
      plugins: [{ name: "mine", src: "/src/mine", file: "init.zsh", functions: ["functions"] }],
      autosuggestion: { enable: true, strategy: ["history", "completion"], highlight: "fg=8" },
      syntaxHighlighting: {
        enable: true,
        highlighters: ["brackets", "pattern"],
        patterns: { "rm -rf *": "fg=white,bold,bg=red" },
        styles: { comment: "fg=#6c6c6c" },
      },
      historySubstringSearch: { enable: true, searchUpKey: "^P" },
      "oh-my-zsh": { enable: true, plugins: ["git", "sudo"], theme: "robbyrussell", custom: "$HOME/omz" },
      "zsh-abbr": {
        enable: true,
        abbreviations: { gco: "git checkout" },
        globalAbbreviations: { G: '| grep "$X"' },
      },
    } as Zsh,
    { stubs: true },
  );
  expect(files[".config/zsh/plugins/mine"]).toBe("-> /src/mine");
  for (const [name, text] of Object.entries(files))
    await expect(text).toMatchFileSnapshot(`golden/plugins/${name.replaceAll("/", "-").slice(1)}.golden`);
});

test("nothing is written unless Zsh is enabled", () => {
  expect(textsOf(homeOf([zsh], { programs: { zsh: rich } }))).toEqual({});
});

describe("dotDir", () => {
  test("is the home, or `zsh` in the XDG configuration where that is used", () => {
    expect(Object.keys(texts({}))).toEqual([".zshenv", ".zshrc"]);
    const withXdg = homeOf([zsh], { xdg: { enable: true }, programs: { zsh: { enable: true } } });
    expect(Object.keys(textsOf(withXdg))).toEqual([".config/zsh/.zshenv", ".config/zsh/.zshrc", ".zshenv"]);
    expect(textsOf(withXdg)[".zshenv"]).toBe("source /home/ada/.config/zsh/.zshenv\n");
    expect(textsOf(withXdg)[".config/zsh/.zshenv"]).toContain('export ZDOTDIR="/home/ada/.config/zsh"\n');
    expect(textsOf(withXdg)[".config/zsh/.zshrc"]).toContain('HISTFILE="/home/ada/.config/zsh/.zsh_history"');
  });

  test.each([
    ["/home/ada/", ".zshrc"],
    ["/home/ada/sub/", "sub/.zshrc"],
    ["/home/ada/with space", "with space/.zshrc"],
    ["~/sub", "sub/.zshrc"],
    [null, ".zshrc"],
  ])("%j puts .zshrc at %s, without a warning", (dotDir, target) => {
    const described = home({ dotDir });
    expect(textsOf(described)).toHaveProperty([target]);
    expect(described.description.warnings).toEqual([]);
    expect(described.failedAssertions).toEqual([]);
  });

  test("a relative one counts from the home, with a warning", () => {
    const described = home({ dotDir: "sub" });
    expect(textsOf(described)).toHaveProperty(["sub/.zshrc"]);
    expect(described.description.warnings).toEqual([expect.stringContaining("/home/ada/sub")]);
  });

  test("one that needs a shell is refused", () => {
    expect(home({ dotDir: "$HOME/zsh" }).failedAssertions).toEqual([
      expect.stringContaining("absolute path"),
    ]);
  });
});

test("code finds its place by its order", () => {
  const zshrc = texts({
    initContent: mkMerge([
      mkAfter("echo last"),
      "echo middle",
      mkOrder(550, "echo before completion"),
      mkBefore("echo first"),
    ]),
    shellAliases: { a: "b" },
  })[".zshrc"]!;
  const order = [
    "echo first",
    "typeset -U",
    "echo before completion",
    "compinit",
    "HISTSIZE",
    "echo middle",
    "alias",
    "echo last",
  ];
  const places = order.map((text) => zshrc.indexOf(text));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("former names count, with a warning each", () => {
  const described = home({
    initExtra: "echo middle",
    initExtraFirst: "echo first",
    initExtraBeforeCompInit: "echo before",
    enableAutosuggestions: true,
    enableSyntaxHighlighting: true,
    zproof: { enable: true },
  });
  expect(described.description.warnings).toHaveLength(6);
  const zshrc = textsOf(described)[".zshrc"]!;
  const order = [
    "zmodload zsh/zprof",
    "echo first",
    "typeset",
    "echo before",
    "compinit",
    "echo middle",
    "zsh-syntax",
  ];
  const places = order.map((text) => zshrc.indexOf(text));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(zshrc.endsWith("\nzprof\n")).toBe(true);
});

test("a plugin's former `completions` count as functions", () => {
  const plugins = [{ name: "mock", src: "/src/mock", completions: ["share/zsh"] }];
  const described = home({ plugins });
  expect(described.description.files.find(({ target }) => target === ".zsh/plugins/mock")?.content).toEqual({
    type: "source",
    path: "/src/mock",
  });
  const zshrc = described.description.files.find(({ target }) => target === ".zshrc");
  expect(zshrc?.content).toMatchObject({ text: expect.stringContaining("mock/share/zsh") });
  expect(described.description.warnings).toHaveLength(1);
});

test("one highlighter at a time", () => {
  const both = { syntaxHighlighting: { enable: true }, fastSyntaxHighlighting: { enable: true } };
  expect(home(both).failedAssertions).toHaveLength(1);
  expect(home({ fastSyntaxHighlighting: { enable: true } }).failedAssertions).toEqual([]);
});

test("whoever sets up completion does it alone", () => {
  const compinit = (definitions: Zsh) => texts(definitions)[".zshrc"]!.includes("compinit");
  expect(compinit({})).toBe(true);
  expect(compinit({ enableCompletion: false })).toBe(false);
  expect(compinit({ "oh-my-zsh": { enable: true } })).toBe(false);
  expect(compinit({ prezto: { enable: true } })).toBe(false);
});

test("Prezto: its settings, and its start-up files before one's own code", async () => {
  const files = texts(
    {
      profileExtra: "mine",
      prezto: {
        enable: true,
        caseSensitive: false,
        editor: { dotExpansion: true },
        ssh: { identities: ["a", "b"] },
        syntaxHighlighting: { styles: { builtin: "bg=blue" } },
        pmodules: ["environment", "prompt"],
        prompt: { theme: "it's" },
        extraConfig: "# mine\n",
      },
    },
    { stubs: true },
  );
  await expect(files[".zpreztorc"]).toMatchFileSnapshot("golden/zpreztorc.golden");
  expect(files[".zprofile"]).toBe('source "@zsh-prezto@/share/zsh-prezto/runcoms/zprofile"\n\nmine\n');
  expect(files[".zshrc"]).toContain('source "@zsh-prezto@/share/zsh-prezto/runcoms/zshrc"');
});

describe.skipIf(!has("zsh"))("zsh itself (needs zsh)", () => {
  const at = writtenHome([zsh], {
    home: { sessionVariables: { FROM_HOME: "$HOME/x" }, shellAliases: { g: "git" } },
    programs: { zsh: { enable: true, ...rich } },
  });
  const ask = (command: string) => askAt(at, "zsh", ["-ic", command]);

  test("any shell has the variables; a login shell runs its files", () => {
    const printed = askAt(at, "zsh", ["-c", "env"]).split("\n");
    for (const line of [
      `FROM_HOME=${at}/x`,
      "MAILCHECK=30",
      `EDITOR_DIR=${at}/bin`,
      "LIES=false",
      "FROM_ENV=yes",
    ])
      expect(printed).toContain(line);
    expect(printed.join("\n")).not.toContain("NOTHING");
    expect(askAt(at, "zsh", ["-lis"], "echo $FROM_PROFILE $FROM_LOGIN; exit\n")).toBe("yes yes\n");
    expect(fs.existsSync(path.join(at, "logged-out"))).toBe(true);
  });

  test("an interactive shell has aliases, options, history and functions", () => {
    expect(ask("alias")).toContain("..='cd ..'\nG='| grep'\ng=git\nll='ls -l'\n");
    expect(ask("alias -g")).toBe("G='| grep'\n");
    const on = ask("setopt").split("\n");
    for (const name of ["autocd", "nobeep", "extendedhistory", "histfcntllock", "rmstarwait"])
      expect(on).toContain(name);
    expect(on).not.toContain("sharehistory");
    expect(ask('echo "$HISTFILE $HISTSIZE $SAVEHIST $HISTORY_IGNORE"')).toBe(
      `${at}/.state/zsh/history 500 400 (rm *|ls)\n`,
    );
    expect(fs.existsSync(path.join(at, ".state/zsh"))).toBe(true);
    expect(ask("greet; print -r -- $#PROMPT_PARTS $LIMIT ~docs ~dl $cdpath")).toBe(
      `hello\n2 3 ${at}/Documents ${at}/Downloads ${at}/src /with space\n`,
    );
    expect(ask("bindkey -lL main")).toBe("bindkey -A viins main\n");
    expect(ask("mkcd made; pwd")).toBe(`${at}/made\n`);
    expect(ask("whence -w compdef")).toBe("compdef: function\n");
  });

  test("finds its files elsewhere, and loads plugins from there", () => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "lares-plugin-"));
    fs.mkdirSync(path.join(folder, "functions"));
    fs.writeFileSync(path.join(folder, "mine.plugin.zsh"), "autoload -Uz from_plugin\n");
    fs.writeFileSync(path.join(folder, "functions/from_plugin"), "echo from the plugin\n");
    const elsewhere = writtenHome([zsh], (home) => ({
      programs: {
        zsh: {
          enable: true,
          dotDir: `${home}/with space/zsh`,
          plugins: [{ name: "mine", src: folder, functions: ["functions"] }],
        },
      },
    }));
    expect(askAt(elsewhere, "zsh", ["-ic", "from_plugin; echo $ZDOTDIR"])).toBe(
      `from the plugin\n${elsewhere}/with space/zsh\n`,
    );
  });

  test("finds plugins that the system or the user installed, and starts without those that nobody did", () => {
    const plugin = ".local/share/zsh-autosuggestions/zsh-autosuggestions.zsh";
    const withPlugin = writtenHome([zsh], {
      home: { file: { [plugin]: { text: "echo loaded\n" } } },
      programs: {
        zsh: {
          enable: true,
          autosuggestion: { enable: true },
          fastSyntaxHighlighting: { enable: true },
          prezto: { enable: true },
        },
      },
    });
    expect(askAt(withPlugin, "zsh", ["-ic", "echo $ZSH_AUTOSUGGEST_STRATEGY"])).toBe("loaded\nhistory\n");
  });

  test("takes the styles of Prezto", () => {
    const prezto = writtenHome([zsh], {
      programs: {
        zsh: {
          enable: true,
          prezto: { enable: true, prompt: { theme: "it's" }, ssh: { identities: ["a b", "c"] } },
        },
      },
    });
    const styles = askAt(prezto, "zsh", ["-c", ". ~/.zpreztorc; zstyle -L"]);
    expect(styles).toContain("zstyle :prezto:module:prompt theme 'it'\\''s'");
    expect(styles).toContain("zstyle :prezto:module:ssh:load identities 'a b' c");
    expect(styles).toContain("zstyle ':prezto:*:*' color yes");
  });
});
