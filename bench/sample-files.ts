/**
 * Dotfiles as people have them, made from a number: the same count gives the same files, byte for byte. A few to a dozen
 * files to a folder, most below a kilobyte, some of 16 KB, one in thirty a script.
 */
import * as fs from "node:fs";
import { dirname, join } from "node:path";

export interface SampleFile {
  /** Relative to the home. */
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

export const sampleFiles = (count: number): readonly SampleFile[] => {
  const random = randomNumbers(count);
  const files: SampleFile[] = [];
  for (let folder = 0; files.length < count; folder++) {
    const [name, script] = folderName(folder, random);
    const some = Math.min(3 + Math.floor(random() * 12), count - files.length);
    for (let at = 0; at < some; at++)
      files.push({
        path: `${name}/${fileName(at, script, random)}`,
        text: fileText(random),
        executable: script,
      });
  }
  return files;
};

export const writeSampleFiles = (folder: string, files: readonly SampleFile[]): void => {
  const made = new Set<string>();
  for (const { path, text, executable } of files) {
    const file = join(folder, path);
    const parent = dirname(file);
    if (!made.has(parent)) fs.mkdirSync(parent, { recursive: true });
    made.add(parent);
    fs.writeFileSync(file, text, { mode: executable ? 0o755 : 0o644 });
  }
};

/** The other text of a file that has been edited: never the same twice. */
export const editedText = ({ text }: SampleFile, edit: number): string => `${text}# edit ${edit}\n`;

const programs =
  "alacritty bat btop direnv emacs fish foot fzf gh ghostty git gtk-3.0 helix htop hypr i3 kitty lazygit mako mpv neomutt nvim polybar ranger ripgrep rofi starship sway systemd tmux waybar wezterm xplr yazi zathura zed zsh".split(
    " ",
  );
const parts = "colors conf.d completions functions keymaps lua plugins scripts snippets themes".split(" ");
const endings = ["conf", "toml", "lua", "yml", "json", "ini", "sh", "css"];

const folderName = (at: number, random: () => number): readonly [string, boolean] => {
  if (at % 30 === 29) return [at === 29 ? ".local/bin" : `.local/bin/tools-${at}`, true];
  const program = programs[at % programs.length]!;
  const turn = Math.floor(at / programs.length);
  const name = turn === 0 ? program : `${program}/${parts[turn % parts.length]}`;
  const again = turn < parts.length ? name : `${name}/set-${turn}`;
  return [random() < 0.9 ? `.config/${again}` : `.local/share/${again}`, false];
};

const fileName = (at: number, script: boolean, random: () => number): string => {
  const word = words[Math.floor(random() * words.length)]!;
  return script ? `${word}-${at}` : `${word}-${at}.${endings[Math.floor(random() * endings.length)]}`;
};

const words =
  "alias border bind color cursor default editor font frame gap highlight ignore keyboard layout line margin mode monitor normal option padding pane path prompt search shadow shell status style tab theme timeout title visual window workspace".split(
    " ",
  );

/** Sizes spread evenly over the powers of two from 64 bytes to 16 KB, the small ones twice as often. */
const fileText = (random: () => number): string => {
  const size = 64 * 2 ** (8 * Math.min(random(), random()));
  let text = "";
  while (text.length < size)
    text += `${words[Math.floor(random() * words.length)]}.${words[Math.floor(random() * words.length)]} = ${Math.floor(random() * 1e9)}\n`;
  return text;
};

/** Mulberry32: small, and the same everywhere. */
const randomNumbers = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
