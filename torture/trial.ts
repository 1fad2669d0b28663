/** A home to try things in: folders of its own, a configuration beside it, and files of a person's with old times. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { findPlaces, type Places } from "../src/system/places.ts";
import { type Answer, type Program, type RunOptions, run, workFolder } from "./program.ts";

/** Data, or the text of a `home.config.ts`. */
export type Config = Readonly<Record<string, unknown>> | string;

export interface Trial {
  readonly program: Program;
  readonly home: string;
  /** The folder of the configuration, which all commands run in. */
  readonly config: string;
  readonly places: Places;
  /** All that a command may write to, and `reset` brings back. */
  readonly folders: readonly string[];
  configure(config: Config): void;
  /** A file of the person's, relative to the home: with a mode and an old time of its own. */
  write(path: string, content: string, mode?: number): void;
  link(path: string, text: string): void;
  /** A source beside the configuration. */
  source(path: string, content: string): void;
  at(path: string): string;
  run(words: readonly string[], options?: RunOptions): Answer;
  /** The same, which must succeed. */
  must(words: readonly string[], options?: RunOptions): Answer;
  /** Remembers the home and the configuration as they are; `reset` brings them back. */
  remember(): void;
  reset(): void;
  remove(): void;
}

/** The time that a person's files have: seconds since the epoch. */
export const oldTime = 1_500_000_000.25;

export interface TrialOptions {
  readonly on?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folders elsewhere that belong to the trial, contents and all. */
  readonly keep?: readonly string[];
}

export const startTrial = (
  program: Program,
  { on = workFolder(), env = {}, keep = [] }: TrialOptions = {},
): Trial => {
  const base = fs.realpathSync(fs.mkdtempSync(join(on, "lares-torture-")));
  const [home, config, pristine] = [`${base}/home`, `${base}/config`, `${base}/pristine`];
  for (const folder of [home, config]) fs.mkdirSync(folder);
  const at = (path: string) => `${home}/${path}`;
  const makeParent = (path: string) => fs.mkdirSync(dirname(path), { recursive: true });
  const trial: Trial = {
    program,
    home,
    config,
    places: findPlaces({ HOME: home, ...env }),
    folders: [home, config, ...keep],
    at,
    configure: (wishes) => {
      const isCode = typeof wishes === "string";
      fs.rmSync(`${config}/home.config.${isCode ? "json" : "ts"}`, { force: true });
      if (isCode) fs.writeFileSync(`${config}/home.config.ts`, wishes);
      else fs.writeFileSync(`${config}/home.config.json`, JSON.stringify(wishes, null, 1));
    },
    write: (path, content, mode = 0o640) => {
      makeParent(at(path));
      fs.writeFileSync(at(path), content);
      fs.chmodSync(at(path), mode);
      fs.utimesSync(at(path), oldTime, oldTime);
    },
    link: (path, text) => {
      makeParent(at(path));
      fs.symlinkSync(text, at(path));
    },
    source: (path, content) => {
      makeParent(`${config}/${path}`);
      fs.writeFileSync(`${config}/${path}`, content);
    },
    run: (words, options = {}) =>
      run(program, { home, config }, words, { ...options, env: { ...env, ...options.env } }),
    must: (words, options = {}) => {
      const answer = trial.run(words, options);
      if (answer.status === 0) return answer;
      throw new Error(
        `lares ${words.join(" ")} ended with ${answer.status ?? answer.signal}: ${answer.stderr}`,
      );
    },
    remember: () => {
      removeAll(pristine);
      copyAll([home, config], pristine);
      for (const [at, folder] of keep.entries()) copyAll([`${folder}/.`], `${pristine}/kept-${at}`);
    },
    reset: () => {
      removeAll(home);
      removeAll(config);
      copyAll([`${pristine}/home`, `${pristine}/config`], base);
      for (const [at, folder] of keep.entries()) {
        for (const name of fs.readdirSync(folder)) removeAll(`${folder}/${name}`);
        copyAll([`${pristine}/kept-${at}/.`], folder);
      }
    },
    remove: () => {
      removeAll(base);
      for (const folder of keep) for (const name of fs.readdirSync(folder)) removeAll(`${folder}/${name}`);
    },
  };
  return trial;
};

const copyAll = (from: readonly string[], to: string): void => {
  fs.mkdirSync(to, { recursive: true });
  const { status, stderr } = spawnSync("cp", ["-a", ...from, to], { encoding: "utf8" });
  if (status !== 0) throw new Error(`cp: ${stderr}`);
};

const removeAll = (path: string): void => {
  try {
    fs.rmSync(path, { recursive: true, force: true });
  } catch {
    spawnSync("chmod", ["-R", "u+rwX", path]);
    fs.rmSync(path, { recursive: true, force: true });
  }
};
