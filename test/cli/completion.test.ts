/** The completion scripts in the real shells, as Tab would use them. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { environment, home, startSession } from "./session.ts";

const has = (program: string) => spawnSync(program, ["-c", ":"]).status === 0;
const session = () => {
  const started = startSession(home(`  home: { packages: ["sh"], file: { ".a": { text: "a" } } },`));
  started.lares(["switch"]);
  return started;
};

const cases: readonly (readonly [line: string, found: readonly string[]])[] = [
  ["lares swi", ["switch"]],
  ["lares switch --no-", ["--no-color", "--no-wait"]],
  ["lares switch --generation ", ["1"]],
  ["lares switch --os ", ["darwin", "linux"]],
  ["lares --config x switch --no-", ["--no-color", "--no-wait"]],
  ["lares backups re", ["remove", "restore"]],
  ["lares option programs.git.en", ["programs.git.enable"]],
  ["lares option home.fi", ["home.file"]],
  ["lares option programs.readl", ["programs.readline."]],
  ["lares completion ", ["bash", "fish", "zsh"]],
  ["lares help rollb", ["rollback"]],
  ["lares add ripg", ["ripgrep"]],
  ["lares remove s", ["sh"]],
  ["lares store why", ["why-alive"]],
];

describe.skipIf(!has("bash"))("bash", () => {
  test.each(cases)("%s", (line, found) => {
    const { home } = session();
    const script = `
      eval "$(lares completion bash)"
      COMP_LINE="$1"; COMP_POINT=\${#COMP_LINE}
      read -ra COMP_WORDS <<< "$1"; case "$1" in *' ') COMP_WORDS+=('') ;; esac
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _lares 2>/dev/null
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync("bash", ["--norc", "-c", script, "bash", line], {
      env: environment(home),
      encoding: "utf8",
    });
    expect(stdout.trim().split("\n").sort()).toEqual(found);
  });
});

describe.skipIf(!has("fish"))("fish (skipped where fish is not installed)", () => {
  test.each(cases)("%s", (line, found) => {
    const { home } = session();
    const script = `lares completion fish | source; complete -C "$argv[1]"`;
    const { stdout } = spawnSync("fish", ["--no-config", "-c", script, line], {
      env: { ...environment(home), TERM: "dumb" },
      encoding: "utf8",
    });
    expect(
      stdout
        .trim()
        .split("\n")
        .map((row) => row.split("\t")[0])
        .sort(),
    ).toEqual(found);
  });
});

describe.skipIf(!has("zsh"))("zsh (skipped where zsh is not installed)", () => {
  /** Tab pressed in an interactive zsh; what stands on the line afterwards. */
  test.each([
    ["lares swi", "lares switch "],
    ["lares option programs.git.en", "lares option programs.git.enable "],
    ["lares option programs.readl", "lares option programs.readline."],
    ["lares switch --generation ", "lares switch --generation 1 "],
  ])("%s", (line, completed) => {
    const { home } = session();
    const script = `
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell 'PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; eval "$(lares completion zsh)"'
      zpty -w shell 'show() { print -r -- "<<$BUFFER>>"; BUFFER=; zle accept-line }; zle -N show; bindkey "^X" show; print ready-$((1+1))'
      zpty -r shell seen '*ready-2*'
      zpty -w -n shell "$1"$'\\t\\x18'
      zpty -r shell seen '*<<*>>*'
      print -r -- "$seen"
      zpty -d shell`;
    const { stdout } = spawnSync("zsh", ["-f", "-c", script, "zsh", line], {
      env: { ...environment(home), TERM: "dumb" },
      encoding: "utf8",
      timeout: 30_000,
    });
    expect(/<<(.*)>>/.exec(stdout)?.[1]).toBe(completed);
  });
});
