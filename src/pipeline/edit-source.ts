/** `lares edit NAME`: what a person has to edit to change a file of the home. */
import { basename } from "node:path";
import { LaresError, type Place } from "../base/errors.ts";
import { locateDefinition } from "../config/locate.ts";
import type { FileDescription } from "../home/description.ts";
import { nearestName } from "../option/nearest.ts";
import { homeTarget, sourceOf } from "./adopt-files.ts";
import { prepareHome } from "./build-home.ts";
import type { HomeRequest } from "./load-home.ts";
import { splitPath } from "./option-report.ts";

export interface EditPlace extends Place {
  /** The managed file, below the home. */
  readonly path: string;
  /** Whether `file` is the source itself, or the configuration that makes the managed file. */
  readonly isSource: boolean;
}

/** `name`: a path as typed, one below the home, or the end of one. Throws `no-such-file`, `ambiguous-name`. */
export const editPlace = async (request: HomeRequest, name: string): Promise<EditPlace> => {
  const { description, prepared } = await prepareHome(request);
  const byTarget = new Map<string, FileDescription>(description.files.map((file) => [file.target, file]));
  const all = new Set<string>([...byTarget.keys(), ...prepared.manifest.entries.map(({ path }) => path)]);
  const path = pathNamed(request, name, all);
  const source = sourceOf(path, byTarget, ["file", "directory"]);
  if (source !== undefined) return { path, file: source, isSource: true };
  const entry = prepared.manifest.entries.find((each) => each.path === path);
  const origin = byTarget.get(path)?.origin ?? entry?.origin;
  const file = origin?.place?.file;
  if (origin === undefined || file === undefined || !file.startsWith("/"))
    throw madeByModule(path, origin?.option);
  const place =
    origin.place?.line === undefined ? await locateDefinition(file, splitPath(origin.option)) : origin.place;
  return { path, ...(place ?? { file }), isSource: false };
};

/** What `lares edit` may be given. */
export const pathNamed = (request: HomeRequest, name: string, all: ReadonlySet<string>): string => {
  const plain = name.replace(/^~\//, "").replace(/\/+$/, "");
  const typed = exceptOutside(() => homeTarget(request, name.replace(/^~(?=\/)/, request.places.home)));
  for (const path of [typed, plain]) if (path !== undefined && all.has(path)) return path;
  const ends = [...all].filter((path) => path.endsWith(`/${plain}`) || basename(path) === plain);
  if (ends.length === 1) return ends[0]!;
  if (ends.length > 1)
    throw new LaresError({
      code: "ambiguous-name",
      message: `several files end in ${name}`,
      details: ends.slice(0, 10).map((path) => `~/${path}`),
      hint: "give more of its path",
    });
  const close = nearestName(plain, [...all]);
  throw new LaresError({
    code: "no-such-file",
    message: `the configuration makes no file ${name}`,
    hint: close === undefined ? "lares adopt takes a file of your home in" : `did you mean ~/${close}?`,
  });
};

const exceptOutside = (find: () => string): string | undefined => {
  try {
    return find();
  } catch (error) {
    if (error instanceof LaresError && error.code === "outside-home") return undefined;
    throw error;
  }
};

const madeByModule = (path: string, option: string | undefined): LaresError =>
  new LaresError({
    code: "no-source",
    message: `~/${path} is made by a module, from options`,
    details: option === undefined ? [] : [option],
    hint: "lares option PATH tells where an option is set; edit it there",
  });

/** The words after the editor's own: at the line, where it is known how that editor is told. */
export const editorWords = (program: string, { file, line, column = 1 }: Place): readonly string[] => {
  if (line === undefined) return [file];
  const name = basename(program);
  if (/^(code|codium|code-insiders|cursor|zed)$/.test(name))
    return name === "zed" ? [`${file}:${line}:${column}`] : ["--goto", `${file}:${line}:${column}`];
  if (/^(hx|helix|subl)$/.test(name)) return [`${file}:${line}:${column}`];
  if (/^(vi|vim|nvim|gvim|view|nano|pico|emacs|emacsclient|micro|kak|joe|mg|ne|vis|ed)/.test(name))
    return [`+${line}`, file];
  return [file];
};
