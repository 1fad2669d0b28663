/** What changes inside files: a unified diff for texts, a line for everything else. */
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import type { Content } from "../../pipeline/contents.ts";
import type { Palette } from "./colour.ts";
import { printable, printableLines } from "./printable.ts";

/** Compares two contents, folders file by file. `name` is how the lines call it. */
export const contentDiff = (
  before: Content,
  after: Content,
  name: string,
  colour: Palette,
): readonly string[] => {
  if (before.kind === "folder" || after.kind === "folder") {
    const names = new Set(
      [before, after].flatMap((content) => (content.kind === "folder" ? content.names : [])),
    );
    return [...names]
      .sort()
      .flatMap((inner) =>
        contentDiff(childOf(before, inner), childOf(after, inner), join(name, inner), colour),
      );
  }
  const [old, fresh] = [read(before), read(after)];
  if (old.key === fresh.key) return [];
  if (old.text === undefined || fresh.text === undefined)
    return [`${printable(name)}: ${old.about} → ${fresh.about}`];
  return patchLines(name, old.text, fresh.text, colour);
};

const childOf = (content: Content, name: string): Content =>
  content.kind === "folder" && content.names.includes(name) ? content.child(name) : { kind: "nothing" };

interface Read {
  /** Equal for equal contents. */
  readonly key: string;
  /** Where it can be shown line by line. */
  readonly text?: string;
  readonly about: string;
}

const read = (content: Exclude<Content, { kind: "folder" }>): Read => {
  if (content.kind === "nothing") return { key: "", text: "", about: "nothing" };
  if (content.kind === "link")
    return { key: `link ${content.text}`, about: `a link to ${printable(content.text)}` };
  const bytes = Buffer.from(content.bytes());
  const about = `${content.size} bytes`;
  if (content.size > largest || bytes.includes(0)) return { key: `file ${bytes.toString("latin1")}`, about };
  const text = bytes.toString("utf8");
  return { key: `file ${text}`, text, about };
};

/** A diff of more than this is read by nobody, and costs seconds. */
const largest = 256 * 1024;

const patchLines = (name: string, old: string, fresh: string, colour: Palette): readonly string[] => {
  const shown = printable(name);
  return createTwoFilesPatch(shown, shown, old, fresh, undefined, undefined, { context: 3 })
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("=====") && !line.startsWith("Index: "))
    .map((line) => {
      const safe = printableLines(line);
      if (line.startsWith("---") || line.startsWith("+++")) return colour.bold(safe);
      if (line.startsWith("@@")) return colour.cyan(safe);
      return line.startsWith("+") ? colour.green(safe) : line.startsWith("-") ? colour.red(safe) : safe;
    });
};
