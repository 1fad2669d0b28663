/** Contents of entries as nodes: texts, links, files and directories of the configuration folder, paths in the store. */
import { isAbsolute } from "node:path";
import type { PackageReference } from "../base/package.ts";
import { type AbsolutePath, absolutePath, type StorePath } from "../base/paths.ts";
import { storePathOf } from "../format/store-path.ts";
import type { FileContent, Origin, StoreSource, StoreText } from "../home/description.ts";
import type { TreeLoader } from "../store/load-tree.ts";
import { type DirectoryNode, directoryNode, linkNode, type TreeNode } from "../store/tree.ts";
import { type FileKind, lstat, readDirectory, realPath, stat } from "../system/files.ts";
import { encodeName } from "../system/names.ts";
import type { Problems } from "./problems.ts";

export interface SourceReader {
  /** The node that stands for the content; undefined where that is a problem, which is then noted. */
  node(content: FileContent, origin: Origin): TreeNode | undefined;
  /** The same with contents taken out of the store: for what is to be written as real files. */
  contents(content: FileContent, origin: Origin): TreeNode | undefined;
  /** The kind of file that a source leads to; undefined for texts and links and where nothing is. */
  kind(content: FileContent): FileKind | undefined;
}

export const createSourceReader = (
  storeDir: AbsolutePath,
  loader: TreeLoader,
  packages: readonly PackageReference[],
  storeSources: readonly StoreSource[],
  problems: Problems,
  foreseen: ReadonlySet<StorePath> = new Set(),
): SourceReader => {
  const texts = new Map<string, StoreText>(
    storeSources.flatMap((one) => (one.type === "text" ? [[one.path, one] as const] : [])),
  );
  const standIns = packages.filter(({ outPath }) => outPath !== undefined && !isAbsolute(outPath));

  /** Where the bytes are; undefined for a path inside a stand-in that has no contents. */
  const place = (path: string): AbsolutePath | undefined => {
    if (isAbsolute(path)) return absolutePath(path);
    const found = standIns.find(({ outPath }) => path === outPath || path.startsWith(`${outPath}/`));
    if (found?.contents === undefined) return undefined;
    return absolutePath(found.contents + path.slice(found.outPath!.length));
  };

  const read = (content: FileContent, origin: Origin, asLinks: boolean): TreeNode | undefined => {
    if (content.type === "text") return loader.text(content.text, content.executable ?? false);
    if (content.type === "bytes")
      return loader.text(Buffer.from(content.base64, "base64"), content.executable ?? false);
    if (content.type === "symlink") return loader.link(content.text);
    return problems.during(origin, () => source(content, origin, asLinks));
  };

  const source = (
    { path, executable }: FileContent & { type: "source" },
    origin: Origin,
    asLinks: boolean,
  ): TreeNode | undefined => {
    const made = texts.get(path);
    if (made !== undefined) return textNode(made, executable, asLinks);
    const unchanged = asLinks ? loader.unchanged(path, executable) : undefined;
    if (unchanged !== undefined) return unchanged;
    const real = place(path);
    const status = real && stat(real);
    if (real === undefined || status === undefined) {
      if (!isAbsolute(path)) return linkNode(path);
      if (isForeseen(path)) return loader.link(path);
      problems.add({ code: "missing-source", message: `${origin.option}: there is no ${path}`, origin });
      return undefined;
    }
    if (status.kind === "directory")
      return asLinks && inStore(real) ? loader.link(real) : loader.tree(absolutePath(realPath(real) ?? real));
    if (status.kind === "file") {
      const bit = (status.mode & 0o100) !== 0;
      if (asLinks && inStore(real) && (executable ?? bit) === bit) return loader.link(real);
      return loader.file(real, status, executable);
    }
    problems.add({
      code: "unusable-source",
      message: `${origin.option}: ${path} is neither a file nor a directory`,
      origin,
    });
    return undefined;
  };

  /** A text of the configuration's own is known whether or not it is in the store yet. */
  const textNode = (made: StoreText, executable: boolean | undefined, asLinks: boolean): TreeNode => {
    const bit = executable ?? made.executable;
    return asLinks && inStore(made.path) && bit === made.executable
      ? loader.link(made.path)
      : loader.text(encodeName(made.text), bit);
  };

  /** Not there because nothing was built yet: a plan takes it for there. */
  const isForeseen = (path: string): boolean => {
    const object = storePathOf(storeDir, path);
    return object !== undefined && foreseen.has(object) && lstat(object) === undefined;
  };

  const inStore = (path: string): boolean => storePathOf(storeDir, path) !== undefined;

  return {
    node: (content, origin) => read(content, origin, true),
    contents: (content, origin) => read(content, origin, false),
    kind: (content) => {
      if (content.type !== "source") return undefined;
      if (texts.has(content.path)) return "file";
      const real = place(content.path);
      return real && stat(real)?.kind;
    },
  };
};

/** A directory on disk as real directories with a link for each leaf. */
export const linkFarm = (path: AbsolutePath, link: (text: string) => TreeNode): DirectoryNode =>
  directoryNode(
    readDirectory(path).map(({ name, kind }) => {
      const child = absolutePath(`${path}/${name}`);
      return [name, kind === "directory" ? linkFarm(child, link) : link(child)];
    }),
  );
