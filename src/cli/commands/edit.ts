import { type ExitCode, exitCode, LaresError } from "../../base/errors.ts";
import { editorWords, editPlace } from "../../pipeline/edit-source.ts";
import { switchHome } from "../../pipeline/switch-home.ts";
import { findPlaces } from "../../system/places.ts";
import { runInTerminal } from "../../system/processes.ts";
import { clearProgress } from "../../system/terminal.ts";
import { declareCommand, evaluating, type InvocationOf, reporting, toggle } from "../command.ts";
import { commandLine } from "../command-line.ts";
import { homeRequest } from "../home-request.ts";
import { homePath, placeText } from "../render/paths.ts";
import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "edit",
  usage: ["NAME"],
  description: [
    "Opens what a file of your home is made from in $VISUAL or $EDITOR: its source, or the line of the configuration that " +
      "says its text. When the editor ends, switches. NAME is a path, or the end of one.",
  ],
  flags: {
    noSwitch: toggle("only edit"),
    print: toggle("only print what would be opened"),
    ...evaluating,
    ...reporting,
  },
  positionals: [1, 1],
  completes: "managed",
  examples: [
    ["edit ~/.config/foo/foo.conf", "its source, then switch"],
    ["edit foo.conf", "the same, if only one file is called so"],
  ],
  json: "as `lares switch --json`; with --print { path: string; file: string; line?: number; column?: number; isSource: boolean }",
});

export const run = async ({
  flags,
  positionals,
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const places = findPlaces();
  const request = homeRequest(places, flags);
  const place = await editPlace(request, positionals[0]!);
  if (flags.print) {
    if (output.asJson) output.json(place);
    else output.print(placeText(place));
    return exitCode.done;
  }
  const [program, ...words] = editor();
  clearProgress();
  const status = await runInTerminal(program, [...words, ...editorWords(program, place)]);
  if (status !== 0)
    throw new LaresError({
      code: "editor-failed",
      message:
        status === 127
          ? `there is no editor ${program}`
          : `the editor ${program} ended with status ${status}`,
      details: ["nothing was switched"],
      hint: "set VISUAL or EDITOR to the editor you use",
    });
  if (flags.noSwitch) return exitCode.done;
  const { result, to, warnings } = await switchHome({ ...request, why: commandLine() });
  for (const warning of warnings) output.warn(printable(warning));
  if (result !== undefined) {
    const { reportSwitch } = await import("../report-switch.ts");
    return await reportSwitch(places, result, output, { showDiff: false, warnings });
  }
  if (output.asJson) output.json({ outcome: "nothing", from: to, to });
  else output.say(`${homePath(place.path)} is as before (generation ${to.number})`);
  return exitCode.done;
};

/** As other programs read them: words, split at spaces. */
const editor = (): readonly [string, ...string[]] => {
  const text = (process.env.VISUAL || process.env.EDITOR || "").trim();
  const [program, ...words] = text.split(/\s+/);
  if (program !== undefined && program !== "") return [program, ...words];
  throw new LaresError({
    code: "no-editor",
    message: "no editor is set",
    hint: "set VISUAL or EDITOR, for instance with home.sessionVariables.EDITOR",
  });
};
