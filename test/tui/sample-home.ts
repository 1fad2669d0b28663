/**
 * A home with something to see in every view, the same on every machine: three generations, files of each kind, one of
 * them edited, a switch that is due, packages of which one is missing. Its times lie so far back that no age is shown.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { checkout, environment } from "../cli/session.ts";

export interface SampleHome {
  readonly home: string;
  readonly folder: string;
  readonly env: Record<string, string>;
  lares(...words: string[]): string;
  write(file: string, text: string): void;
  remove(): void;
}

/** The folder's name has the same length everywhere: paths are cut and aligned by it. */
export const makeSampleHome = (): SampleHome => {
  const home = fs.mkdtempSync("/tmp/lares-ui-");
  const folder = path.join(home, "config");
  const env = {
    ...environment(home),
    PATH: `${path.join(checkout, "bin")}:${path.join(home, "tools")}:/usr/local/bin:/usr/bin:/bin`,
    LANG: "C.UTF-8",
  };
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
    fs.writeFileSync(path.join(home, file), text);
  };
  const lares = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync("lares", words, { cwd: folder, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`lares ${words.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };
  for (const name of ["git", "rg", "nvim"]) {
    write(`tools/${name}`, "#!/bin/sh\n");
    fs.chmodSync(path.join(home, `tools/${name}`), 0o755);
  }
  write("config/dotfiles/vimrc", "set number\nset ruler\n");
  write("config/dotfiles/htoprc", "fields=0 48 17\nsort_key=46\n");
  write("config/home.config.ts", configuration("", ""));
  lares("switch");
  write("config/dotfiles/vimrc", "set number\nset nowrap\n");
  lares("switch");
  write("config/home.config.ts", configuration(moreFiles, ""));
  lares("switch");
  write(
    "config/home.config.ts",
    configuration(moreFiles, '      ".config/starship.toml": { text: "add_newline = false\\n" },\n'),
  );
  write("config/dotfiles/vimrc", "set number\nset nowrap\nset hidden\n");
  fs.appendFileSync(path.join(home, ".config/htop/htoprc"), "hide_threads=1\n");
  turnBackClocks(path.join(home, ".lares-root/state"));
  return {
    home,
    folder,
    env,
    lares,
    write,
    remove: () => {
      spawnSync("chmod", ["-R", "u+w", home]);
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
};

const configuration = (more: string, last: string): string => `import { defineHome } from "lares";

export default defineHome({
  home: {
    packages: ["ripgrep", "neovim", "no-such-tool"],
    file: {
      ".vimrc": { source: "./dotfiles/vimrc" },
      ".config/htop/htoprc": { source: "./dotfiles/htoprc", mode: "copy" },
${more}${last}    },
    activation: { greet: { after: ["writeBoundary"], before: [], run: "echo hello" } },
  },
  programs: { git: { enable: true, settings: { user: { name: "Alice Example" } } } },
});
`;

const moreFiles = `      ".config/alacritty/alacritty.toml": { text: "[window]\\nopacity = 0.9\\n" },
      ".config/alacritty/themes/dark.toml": { text: "[colors]\\n" },
      ".config/nvim/init.lua": { source: "./dotfiles/vimrc", mode: "live" },
      ".local/bin/hello": { text: "#!/bin/sh\\necho hello\\n", executable: true },
      ".inputrc": { text: "set bell-style none\\n" },
`;

/** 2024-05-01, an hour for each generation. */
const turnBackClocks = (state: string): void => {
  const profiles = path.join(state, "profiles");
  const time = (number: number) => new Date(Date.UTC(2024, 4, 1, 9 + number));
  for (const number of [1, 2, 3])
    fs.lutimesSync(path.join(profiles, `home-${number}-link`), time(number), time(number));
  const file = path.join(state, "history.jsonl");
  const lines = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  const dated = lines.map((text) => {
    const entry = JSON.parse(text) as { time?: string; to?: { number: number } };
    return JSON.stringify(
      entry.time === undefined ? entry : { ...entry, time: time(entry.to!.number).toISOString() },
    );
  });
  fs.writeFileSync(file, `${dated.join("\n")}\n`);
};
