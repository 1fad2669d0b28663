import { goLive } from "../../activation/live.ts";
import { readLive } from "../../activation/live-links.ts";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { homeTarget } from "../../pipeline/adopt-files.ts";
import { liveTargets } from "../../pipeline/live-files.ts";
import { switchHome } from "../../pipeline/switch-home.ts";
import { stat } from "../../system/files.ts";
import { findPlaces } from "../../system/places.ts";
import { usageError } from "../arguments.ts";
import { declareCommand, evaluating, type InvocationOf, reporting } from "../command.ts";
import { commandLine } from "../command-line.ts";
import { homeRequest } from "../home-request.ts";
import { homePath, shortPath } from "../render/paths.ts";
import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "live",
  usage: ["on PATH…", "off [PATH…]", "list"],
  description: [
    "Makes links in your home lead straight to their working files in the configuration, so that every edit, also one that the " +
      "program itself makes, is live at once and lands in the repository.",
    "live off, or the next lares switch, captures them again: the new bytes go into the store, and the links lead to the generation.",
  ],
  flags: { ...evaluating, ...reporting },
  positionals: [1, 1000],
  completes: "file",
  subcommands: {
    on: "make links lead to their working files",
    off: "capture these, or all, again",
    list: "list what is live",
  },
  examples: [
    ["live on ~/.config/nvim", "edit it in place for a while"],
    ["live off", "back into the store, with all edits"],
  ],
  json: "{ live: { path: string; source: string; there: boolean }[]; generation?: { number: number; path: string } }",
});

type Run = InvocationOf<typeof command>;

export const run = async ({ flags, positionals, output }: Run): Promise<ExitCode> => {
  const [part, ...paths] = positionals;
  const places = findPlaces();
  const request = homeRequest(places, flags);
  if (part === "on") {
    if (paths.length === 0) throw usageError("lares live on needs a path", [], "lares help live");
    const targets = await liveTargets(request, paths);
    await goLive(places, targets, commandLine());
    if (output.asJson) output.json({ live: listed(places) });
    else
      for (const { path, source } of targets) output.say(`  ${homePath(path)} is live: ${shortPath(source)}`);
    return exitCode.done;
  }
  if (part === "off") return await capture({ flags, positionals: paths, output });
  if (part !== "list" || paths.length > 0)
    throw usageError(
      `lares live has on, off and list, not ${printable([part, ...paths].join(" "))}`,
      [],
      "lares help live",
    );
  const live = listed(places);
  if (output.asJson) output.json({ live });
  else if (live.length === 0) output.say("nothing is live");
  else
    for (const { path, source, there } of live)
      output.print(
        `  ${homePath(path)} → ${shortPath(source)}${there ? "" : `  ${output.colour.red("gone")}`}`,
      );
  return exitCode.done;
};

const capture = async ({ flags, positionals, output }: Run): Promise<ExitCode> => {
  const places = findPlaces();
  const request = homeRequest(places, flags);
  const chosen = new Set(positionals.map((path) => homeTarget(request, path)));
  const before = listed(places).map(({ path }) => path);
  const keepLive = (path: string): boolean => chosen.size > 0 && !chosen.has(path);
  const { to, warnings } = await switchHome({ ...request, why: commandLine(), options: { keepLive } });
  for (const warning of warnings) output.warn(printable(warning));
  const live = listed(places);
  const captured = before.filter((path) => !live.some((other) => other.path === path));
  if (output.asJson) output.json({ live, generation: to });
  else if (captured.length === 0) output.say("nothing of that was live");
  else for (const path of captured) output.say(`  ${homePath(path)} is captured in generation ${to.number}`);
  return exitCode.done;
};

const listed = (places: ReturnType<typeof findPlaces>) =>
  [...readLive(places).sources].map(([path, source]) => ({
    path,
    source,
    there: stat(source) !== undefined,
  }));
