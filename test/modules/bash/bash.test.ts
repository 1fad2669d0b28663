import * as fs from "node:fs";
import * as path from "node:path";
import { type DefsOf, mkMerge, packageNamed } from "lares/module";
import { describe, expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import type { BashOptions } from "../../../modules/bash/options.ts";
import { askAt, type Given, has, homeOf, textsOf, writtenHome } from "../home.ts";

type Bash = DefsOf<BashOptions>;
const texts = (definitions: Bash, given?: Given) =>
  textsOf(homeOf([bash], { programs: { bash: mkMerge([{ enable: true }, definitions]) } }, given));

const rich: Bash = {
  sessionVariables: { MAILCHECK: 30, EDITOR_DIR: "$HOME/bin", NOTHING: null, LIES: false, EMPTY: "" },
  shellAliases: { ll: "ls -l", "..": "cd ..", say: "echo 'it is' \"$HOME\"" },
  shellOptions: ["extglob", "-cdspell"],
  historyControl: ["erasedups", "ignorespace"],
  historyFile: "$HOME/.state/bash/history",
  historyIgnore: ["ls", "rm *"],
  historySize: 500,
  historyFileSize: -1,
  profileExtra: "export FROM_PROFILE=yes\n",
  bashrcExtra: "export FROM_BASHRC=yes\n",
  initExtra: "greet() { echo hello; }\n",
  logoutExtra: "touch ~/logged-out\n",
};

test("the whole files of a rich configuration", async () => {
  for (const [name, text] of Object.entries(texts(rich, { stubs: true })))
    await expect(text).toMatchFileSnapshot(`golden/${name.slice(1)}.golden`);
});

test("by default: history, completion and options; no logout file", () => {
  const files = texts({}, { stubs: true });
  expect(Object.keys(files)).toEqual([".bash_profile", ".bashrc", ".profile"]);
  expect(files[".bashrc"]).toContain("HISTFILESIZE=100000\nHISTSIZE=10000\n");
  expect(files[".bashrc"]).toContain('. "@bash-completion@/etc/profile.d/bash_completion.sh"');
  expect(files[".bashrc"]).toContain("shopt -s checkjobs");
});

test("nothing is written unless Bash is enabled", () => {
  expect(textsOf(homeOf([bash], { programs: { bash: rich } }))).toEqual({});
});

test("null leaves history limits to Bash", () => {
  expect(texts({ historySize: null, historyFileSize: null })[".bashrc"]).not.toContain("HIST");
});

test("the home's aliases count, and give way to Bash's own", () => {
  const home = homeOf([bash], {
    home: { shellAliases: { g: "git", ll: "ls -la" } },
    programs: { bash: { enable: true, shellAliases: { ll: "ls -l" } } },
  });
  expect(textsOf(home)[".bashrc"]).toContain("alias -- g=git\nalias -- ll='ls -l'\n");
});

test("completion comes before other code of interactive shells", () => {
  const bashrc = texts({ initExtra: "first" }, { stubs: true })[".bashrc"]!;
  expect(bashrc.indexOf("bash_completion")).toBeLessThan(bashrc.indexOf("first"));
  expect(texts({ enableCompletion: false })[".bashrc"]).not.toContain("completion");
});

test("terminals on VTE are told the folder where that is wanted, before one's own code", () => {
  const bashrc = texts({ enableVteIntegration: true, initExtra: "first" }, { stubs: true })[".bashrc"]!;
  expect(bashrc).toContain("\n. @vte@/etc/profile.d/vte.sh\n\nfirst\n");
  expect(texts({}, { stubs: true })[".bashrc"]).not.toContain("vte");
});

test("a package stands for its path in a variable", () => {
  const profile = texts({ sessionVariables: { JAVA_HOME: packageNamed("jdk") } }, { stubs: true })[
    ".profile"
  ];
  expect(profile).toContain('export JAVA_HOME="@jdk@"');
});

test("the package is installed, or not", () => {
  const names = (definitions: Bash) =>
    homeOf([bash], { programs: { bash: mkMerge([{ enable: true }, definitions]) } }).description.packages.map(
      ({ name }) => name,
    );
  expect(names({})).toEqual(["bash"]);
  expect(names({ package: null })).toEqual([]);
});

test("what is gone is a failed assertion that says what to do", () => {
  const { failedAssertions } = homeOf([bash], { programs: { bash: { enableAutojump: true } as Bash } });
  expect(failedAssertions).toEqual([expect.stringContaining("autojump")]);
});

describe.skipIf(!has("bash"))("bash itself (needs bash)", () => {
  const home = writtenHome([bash], {
    home: { sessionVariables: { FROM_HOME: "$HOME/x" } },
    programs: { bash: { enable: true, ...(rich as object) } },
  });

  test("a login shell has the variables and leaves through the logout file", () => {
    const printed = askAt(home, "bash", ["-lc", "env; exit"]).split("\n");
    for (const line of [
      `FROM_HOME=${home}/x`,
      "MAILCHECK=30",
      `EDITOR_DIR=${home}/bin`,
      "LIES=false",
      "EMPTY=",
      "FROM_PROFILE=yes",
    ])
      expect(printed).toContain(line);
    expect(printed.join("\n")).not.toContain("NOTHING");
    expect(fs.existsSync(path.join(home, "logged-out"))).toBe(true);
  });

  test("an interactive shell has aliases, options, history and functions", () => {
    const ask = (command: string) => askAt(home, "bash", ["-ic", command]);
    expect(ask("alias")).toContain("alias ..='cd ..'\nalias ll='ls -l'\n");
    expect(askAt(home, "bash", ["-i"], "say\nexit\n")).toContain(`it is ${home}\n`);
    expect(ask("shopt extglob cdspell || true")).toBe("extglob        \ton\ncdspell        \toff\n");
    expect(ask('echo "$HISTCONTROL $HISTFILE $HISTFILESIZE $HISTSIZE $HISTIGNORE"')).toBe(
      `erasedups:ignorespace ${home}/.state/bash/history -1 500 ls:rm *\n`,
    );
    expect(fs.existsSync(path.join(home, ".state/bash"))).toBe(true);
    expect(ask("greet")).toBe("hello\n");
  });

  test("a shell that is not interactive stops before aliases and history", () => {
    const printed = askAt(home, "bash", [
      "-c",
      '. ~/.bashrc; echo "$FROM_BASHRC ${HISTCONTROL-none}"; alias',
    ]);
    expect(printed).toBe("yes none\n");
  });

  test("an option that this Bash does not know is passed over in silence", () => {
    const options = writtenHome([bash], {
      programs: {
        bash: { enable: true, enableCompletion: false, shellOptions: ["from_the_future", "cdspell"] },
      },
    });
    expect(askAt(options, "bash", ["-ic", "shopt cdspell"])).toBe("cdspell        \ton\n");
    expect(askAt(options, "sh", ["-c", "bash -ic true 2>&1"])).not.toContain("from_the_future");
  });

  test.skipIf(!fs.existsSync("/usr/share/bash-completion/bash_completion"))(
    "completion is found where the system has it (needs bash-completion)",
    () => {
      expect(askAt(home, "bash", ["-ic", "type -t _init_completion"])).toBe("function\n");
    },
  );
});
