/** What `lares shell` and `lares run` have in common: their flags, and a program with packages around it. */
import { delimiter } from "node:path";
import type { ExitCode } from "../base/errors.ts";
import { type Borrowed, borrowPackages } from "../pipeline/borrow-packages.ts";
import { findPlaces } from "../system/places.ts";
import { runInForeground } from "../system/processes.ts";
import { clearProgress } from "../system/terminal.ts";
import { building } from "./builds.ts";
import { type FlagValues, locking, text, toggle } from "./command.ts";
import { buildingRequest } from "./home-request.ts";
import type { Output } from "./output.ts";

export const borrowing = {
  update: toggle("ask for the newest versions, whatever was used before"),
  config: text("FILE", "the configuration whose lock counts, instead of looking for one", {
    completes: "file",
  }),
  offline: locking.offline,
  vendored: locking.vendored,
  ...building,
};

export interface Started {
  readonly program: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The status is the program's own. */
export const runWithPackages = (
  names: readonly string[],
  flags: FlagValues<typeof borrowing> & { readonly noColor: boolean },
  output: Output,
  start: (borrowed: readonly Borrowed[]) => Started,
): Promise<ExitCode> => {
  const { update, ...rest } = flags;
  const request = buildingRequest(
    findPlaces(),
    { ...rest, host: undefined, os: undefined, frozen: false },
    output,
  );
  return borrowPackages({ ...request, names, update }, async (borrowed) => {
    const { program, words, env } = start(borrowed);
    clearProgress();
    return (await runInForeground(program, words, env)) as ExitCode;
  });
};

/** This process's environment with the packages in front of what is there. */
export const environmentWith = (borrowed: readonly Borrowed[]): Record<string, string> => {
  const env = { ...(process.env as Record<string, string>) };
  const folders = (name: string) => borrowed.map(({ path }) => `${path}/${name}`);
  return {
    ...env,
    PATH: [...folders("bin"), ...(env.PATH ? [env.PATH] : [])].join(delimiter),
    // An empty part stands for the system's own pages.
    MANPATH: [...folders("share/man"), env.MANPATH ?? ""].join(delimiter),
    XDG_DATA_DIRS: [...folders("share"), env.XDG_DATA_DIRS || "/usr/local/share:/usr/share"].join(delimiter),
    FPATH: [...folders("share/zsh/site-functions"), ...(env.FPATH ? [env.FPATH] : [])].join(delimiter),
    LARES_SHELL: [env.LARES_SHELL, ...borrowed.map(({ reference }) => reference.name)]
      .filter(Boolean)
      .join(" "),
  };
};
