/** What is in an unpacked archive. */
import { posix } from "node:path";
import { type AbsolutePath, below } from "../base/paths.ts";
import { lstat, readDirectory, readlink } from "../system/files.ts";
import { openForReading } from "../system/open-files.ts";

export interface Content {
  /** Relative to the top. */
  readonly path: string;
  /** A link counts as what it leads to within the archive; `"link"` is one that leads nowhere. */
  readonly kind: "file" | "folder" | "link";
  /** Where a link leads in the end. */
  readonly leads?: string | undefined;
  readonly executable: boolean;
  /** Its first bytes are those of a program or of a script. */
  readonly program: boolean;
}

/** All that is below `root`, folders before what is in them, by name. */
export const listContents = (root: AbsolutePath): readonly Content[] => {
  const all: Content[] = [];
  const visit = (folder: string): void => {
    for (const { name, kind } of readDirectory(folder === "" ? root : below(root, folder))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (kind === "directory") {
        all.push({ path, kind: "folder", executable: false, program: false });
        visit(path);
      } else all.push(kind === "link" ? linkContent(root, path) : fileContent(root, path, path));
    }
  };
  visit("");
  return all;
};

/** The path of the file itself, where `path` is a link to one. */
export const resolveIn = (contents: readonly Content[], path: string): string | undefined =>
  contents.find((content) => content.path === path)?.leads;

const fileContent = (root: AbsolutePath, path: string, file: string): Content => ({
  path,
  kind: "file",
  executable: (lstat(below(root, file))!.mode & 0o111) !== 0,
  program: isProgram(below(root, file)),
});

const linkContent = (root: AbsolutePath, path: string): Content => {
  const leads = follow(root, path, 40);
  const kind = leads === undefined ? undefined : lstat(below(root, leads))?.kind;
  if (kind === "file") return { ...fileContent(root, path, leads!), leads };
  return { path, kind: kind === "directory" ? "folder" : "link", leads, executable: false, program: false };
};

/** Part by part, as the system does: none of the folders on the way may be a link that leads elsewhere. */
const follow = (root: AbsolutePath, path: string, hops: number): string | undefined => {
  let at = "";
  const rest = path.split("/").reverse();
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    const next = posix.join(at, part);
    if (next.startsWith("..")) return undefined;
    const found = next === "." ? undefined : lstat(below(root, next));
    if (found?.kind === "link") {
      if (--hops < 0) return undefined;
      rest.push(...readlink(below(root, next))!.split("/").reverse());
    } else if (found === undefined && next !== ".") return undefined;
    else at = next === "." ? "" : next;
  }
  return at === "" ? undefined : at;
};

const isProgram = (file: AbsolutePath): boolean => {
  const open = openForReading(file);
  try {
    const head = Buffer.alloc(4);
    const text = head.subarray(0, open.readAt(head, 0)).toString("latin1");
    return programs.test(text);
  } finally {
    open.close();
  }
};

/** ELF, Mach-O of both byte orders and of several machines, and scripts. */
const programs = /^(\x7fELF|\xcf\xfa\xed\xfe|\xfe\xed\xfa\xcf|\xce\xfa\xed\xfe|\xca\xfe\xba\xbe|#!)/;
