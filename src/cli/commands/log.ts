import { isAbsolute } from "node:path";
import { type ExitCode, exitCode, LaresError } from "../../base/errors.ts";
import type { StorePath } from "../../base/paths.ts";
import { loggedDerivations, readBuildLog } from "../../build/realise/build-log.ts";
import { digestOf, nameOf, storePathOf } from "../../format/store-path.ts";
import { hasDatabase } from "../../store/database.ts";
import { openStore } from "../../store/open-store.ts";
import { realPath } from "../../system/files.ts";
import { findPlaces, type Places } from "../../system/places.ts";
import { declareCommand, type InvocationOf, reporting } from "../command.ts";
import { plainText } from "../render/build-tree.ts";
import { printable } from "../render/printable.ts";
import { ageForPeople } from "../render/quantities.ts";

export const command = declareCommand({
  name: "log",
  usage: ["", "PATH | NAME"],
  description: [
    "Prints what a build printed: of a store path, a derivation (.drv), a link to one of them, or the newest of that name. " +
      "Without an argument it lists the logs, the newest first.",
  ],
  flags: { ...reporting },
  positionals: [0, 1],
  completes: "file",
  examples: [
    ["log", "which builds there are logs of"],
    ["log ripgrep", "the newest log of a build of that name"],
    ["log ./result", "how it was built"],
  ],
  json: "{ derivation: string; log: string } | { derivation: string; name: string; time: string }[]",
});

export const run = ({ positionals, output }: InvocationOf<typeof command>): ExitCode => {
  const places = findPlaces();
  const logged = loggedDerivations(places.varDir, places.storeDir);
  const [wanted] = positionals;
  if (wanted === undefined) {
    const rows = logged.map(({ path, time }) => ({ derivation: path, name: shortName(path), time }));
    if (output.asJson) output.json(rows.map((row) => ({ ...row, time: row.time.toISOString() })));
    else
      for (const { derivation, name, time } of rows)
        output.print(`${printable(name)}  ${digestOf(derivation)}  ${ageForPeople(time)}`);
    return exitCode.done;
  }
  const derivation = findDerivation(
    places,
    wanted,
    logged.map(({ path }) => path),
  );
  const log = derivation && readBuildLog(places.varDir, derivation);
  if (derivation === undefined || log === undefined) throw noLog(wanted);
  if (output.asJson) output.json({ derivation, log: log.toString("utf8") });
  else for (const line of log.toString("utf8").replace(/\n$/, "").split("\n")) output.print(plainText(line));
  return exitCode.done;
};

/** By path, by the name of a `.drv` file, or by the derivation's name. */
const findDerivation = (
  places: Places,
  wanted: string,
  logged: readonly StorePath[],
): StorePath | undefined => {
  const named = logged.find((path) =>
    [shortName(path), path.slice(path.lastIndexOf("/") + 1)].includes(wanted),
  );
  if (named !== undefined) return named;
  const real =
    isAbsolute(wanted) && storePathOf(places.storeDir, wanted) ? wanted : (realPath(wanted) ?? wanted);
  const path = storePathOf(places.storeDir, real);
  return path?.endsWith(".drv") ? path : path && deriverOf(places, path);
};

const deriverOf = (places: Places, path: StorePath): StorePath | undefined => {
  if (!hasDatabase(places.varDir)) return undefined;
  const store = openStore(places);
  try {
    return store.queryPathInfo(path)?.deriver;
  } finally {
    store.close();
  }
};

const shortName = (path: StorePath): string => nameOf(path).replace(/\.drv$/, "");

const noLog = (wanted: string): LaresError =>
  new LaresError({
    code: "no-log",
    message: `there is no log of a build of ${wanted}`,
    hint: "`lares log` lists those that there are; what came from a cache was not built here",
  });
