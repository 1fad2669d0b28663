/** Programs, manual pages and completions of a package, found by the real shells after a switch. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { environment, type Session, startSession } from "./session.ts";

const config = `import { defineHome, runCommand } from "lares";
const tool = runCommand("lares-tool", {}, \`
  share=$out/share
  mkdir -p $out/bin $share/bash-completion/completions $share/zsh/site-functions $share/fish/vendor_completions.d $share/man/man1
  printf '#!/bin/sh\\\\necho ran\\\\n' > $out/bin/lares-tool
  chmod +x $out/bin/lares-tool
  echo 'complete -W "--from-bash" lares-tool' > $share/bash-completion/completions/lares-tool
  printf '#compdef lares-tool\\\\n_arguments --from-zsh\\\\n' > $share/zsh/site-functions/_lares-tool
  echo 'complete -c lares-tool -l from-fish' > $share/fish/vendor_completions.d/lares-tool.fish
  echo '.TH LARES-TOOL 1' > $share/man/man1/lares-tool.1
\`);
export default defineHome({
  home: { packages: [tool], sessionVariables: { GREETING: "it's \${NOBODY-nobody}" }, sessionPath: ["$HOME/own bin"] },
  programs: {
    bash: { enable: MODULES },
    zsh: { enable: MODULES },
    fish: { enable: MODULES, generateCompletions: false },
    nushell: { enable: MODULES, package: null, extraConfig: "$env.config.show_banner = false" },
  },
});
`;

const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const bashCompletion = "/usr/share/bash-completion/bash_completion";

const run = (session: Session, program: string, ...words: string[]): string => {
  const env = environment(session.home);
  const { stdout } = spawnSync(program, words, {
    env: { ...env, PATH: `${env.PATH}:${process.env.PATH}`, TERM: "dumb" },
    cwd: session.home,
    encoding: "utf8",
  });
  return stdout.replaceAll(session.home, "$HOME").trim();
};
const profile = "$HOME/.lares-root/home/home-path";

describe("by `lares shellenv` in a start-up file of one's own", () => {
  let session: Session;
  beforeEach(() => {
    session = startSession(config.replaceAll("MODULES", "false"));
    expect(session.lares(["switch"])).toMatchObject({ status: 0 });
  });

  test.skipIf(!has("bash") || !fs.existsSync(bashCompletion))(
    "bash with bash-completion (skipped where they are not installed)",
    () => {
      session.write(".bashrc", `. ${bashCompletion}\neval "$(lares shellenv)"\n`);
      const found = run(
        session,
        "bash",
        "-ic",
        "lares-tool; _completion_loader lares-tool; complete -p lares-tool",
      );
      expect(found).toBe("ran\ncomplete -W '--from-bash' lares-tool");
    },
  );

  test.skipIf(!has("zsh"))("zsh (skipped where it is not installed)", () => {
    session.write(".zshrc", 'eval "$(lares shellenv)"\nautoload -Uz compinit; compinit -u\n');
    expect(run(session, "zsh", "-ic", "lares-tool; echo $_comps[lares-tool]")).toBe("ran\n_lares-tool");
  });

  test.skipIf(!has("fish"))("fish (skipped where it is not installed)", () => {
    session.write(".config/fish/config.fish", "lares shellenv --fish | source\n");
    expect(run(session, "fish", "-c", "lares-tool; complete -C 'lares-tool --from'")).toBe(
      "ran\n--from-fish",
    );
  });

  test.skipIf(!has("man"))("man, beside the system's own pages (skipped where it is not installed)", () => {
    const found = run(session, "sh", "-c", 'eval "$(lares shellenv)"; man -w lares-tool; manpath -q');
    expect(found.split("\n")[0]).toMatch(/share\/man\/man1\/lares-tool\.1$/);
    expect(found).toContain("/usr/share/man");
  });
});

describe("by the modules of the shells alone", () => {
  let session: Session;
  beforeEach(() => {
    session = startSession(config.replaceAll("MODULES", "true"));
    expect(session.lares(["switch"])).toMatchObject({ status: 0 });
  });

  test.skipIf(!has("bash") || !fs.existsSync(bashCompletion))(
    "bash at login (skipped where bash-completion is not installed)",
    () => {
      const found = run(
        session,
        "bash",
        "-lic",
        "lares-tool; _completion_loader lares-tool; complete -p lares-tool",
      );
      expect(found).toBe("ran\ncomplete -W '--from-bash' lares-tool");
      expect(run(session, "bash", "-lc", "echo $MANPATH")).toBe(`${profile}/share/man:`);
    },
  );

  test.skipIf(!has("zsh"))("zsh (skipped where it is not installed)", () => {
    expect(run(session, "zsh", "-ic", "lares-tool; echo $_comps[lares-tool]")).toBe("ran\n_lares-tool");
    expect(path.isAbsolute(run(session, "zsh", "-c", "command -v lares-tool").replace("$HOME", "/h"))).toBe(
      true,
    );
  });

  test.skipIf(!has("fish"))("fish (skipped where it is not installed)", () => {
    expect(run(session, "fish", "-c", "lares-tool; complete -C 'lares-tool --from'")).toBe(
      "ran\n--from-fish",
    );
    expect(run(session, "fish", "-lc", "string join : $MANPATH; string join : $XDG_DATA_DIRS")).toBe(
      `${profile}/share/man:\n${profile}/share:/usr/local/share:/usr/share`,
    );
  });

  /** Each says: what the tool prints, a variable, and the first folders of PATH, in a shell and in one that it starts. */
  const asked = {
    bash: ["bash", "-lc", 'lares-tool; echo "$GREETING"; echo "$PATH"; bash -lc "echo \\$PATH"'],
    zsh: ["zsh", "-lc", 'lares-tool; echo "$GREETING"; echo "$PATH"; zsh -lc "echo \\$PATH"'],
    fish: ["fish", "-lc", "lares-tool; echo $GREETING; string join : $PATH; fish -lc 'string join : $PATH'"],
    nu: [
      "nu",
      "-l",
      "-c",
      "lares-tool; print $env.GREETING; print ($env.PATH | str join ':'); nu -l -c \"print ($env.PATH | str join ':')\"",
    ],
  };
  for (const [shell, [program, ...words]] of Object.entries(asked))
    test.skipIf(!has(shell))(
      `${shell} at login has the home's programs, variables and folders, and a shell in it the same (skipped where it is not installed)`,
      () => {
        const [ran, greeting, folders, inner] = run(session, program!, ...words).split("\n");
        expect([ran, greeting]).toEqual(["ran", "it's nobody"]);
        expect(folders!.split(":").slice(0, 2)).toEqual(["$HOME/own bin", `${profile}/bin`]);
        expect(inner!.split(":")).toEqual(expect.arrayContaining(["$HOME/own bin", `${profile}/bin`]));
        expect(inner!.split(":").filter((folder) => folder.includes("HOME"))).toHaveLength(2);
      },
    );
});
