/** The `console` blocks of a page, run as one session at a prompt: `$ command`, then what it prints. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

export interface Step {
  readonly command: string;
  readonly output: string;
}

/** All commands of the page in order, each with the output that the page shows. */
export const stepsOf = (page: string): readonly Step[] =>
  [...page.matchAll(/```console\n(.*?)```/gs)].flatMap(([, block]) =>
    block!
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const end = text.indexOf("\n");
        return { command: text.slice(0, end), output: text.slice(end + 1) };
      }),
  );

/** What the commands print, in an empty home and a folder that holds what a clone holds for a person. */
export const runSession = (commands: readonly string[]): readonly string[] => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "lares-docs-")));
  try {
    const [home, work] = [path.join(folder, "home"), path.join(folder, "lares")];
    fs.mkdirSync(home);
    fs.mkdirSync(path.join(work, "bin"), { recursive: true });
    for (const name of ["home.config.ts", "dotfiles"])
      fs.cpSync(path.join(root, name), path.join(work, name), { recursive: true });
    fs.symlinkSync(path.join(root, "bin/lares"), path.join(work, "bin/lares"));
    const script = commands.map((command) => `${command}\nprintf '\\001'`).join("\n");
    const env = {
      HOME: home,
      LARES_PACKAGE_INDEX: "off",
      PATH: process.env.PATH,
      USER: "alice",
      LANG: "C.UTF-8",
      TZ: "UTC",
    };
    const { stdout } = spawnSync("bash", ["-c", `exec 2>&1\ncd ${work}\n${script}`], {
      env,
      encoding: "utf8",
    });
    return stdout
      .split("\u0001")
      .slice(0, -1)
      .map((text) => text.replaceAll(work, "~/lares").replaceAll(home, "~"));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
};

/** What differs from run to run and from checkout to checkout (whose path is in what is stored), made the same. */
export const normalised = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "DATE")
    .replace(/\d+(?:\.\d+)? (?:B|KiB|MiB)\b/g, "SIZE")
    .replace(/\d{8}-\d{6}-[0-9a-f]+/g, "ID")
    .replace(/[0-9a-z]{32}-/g, "HASH-");

/** The page with the outputs of a run in the place of those it shows. */
export const withOutputs = (page: string, outputs: readonly string[]): string => {
  let next = 0;
  return page.replace(/```console\n(.*?)```/gs, (_, block: string) => {
    const commands = block.split(/^\$ /m).slice(1);
    const lines = commands.map((text) => `$ ${text.slice(0, text.indexOf("\n"))}\n${outputs[next++] ?? ""}`);
    return `\`\`\`console\n${lines.join("")}\`\`\``;
  });
};
