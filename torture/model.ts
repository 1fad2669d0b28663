/**
 * What a home must be after each deed of its owner and each command, kept as plain data: a few rules that say what Lares
 * promises, not how it keeps it.
 */
export type Thing =
  | { readonly kind: "file"; readonly content: string; readonly mode: number }
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: "directory" };

/** A wanted entry. */
export type Want =
  | { readonly kind: "link"; readonly content: string }
  | { readonly kind: "copy"; readonly content: string; readonly mode: number };

export type Wants = Readonly<Record<string, Want>>;

export interface ModelHome {
  /** Everything of the person's, and edited copies; directories too. */
  readonly things: Map<string, Thing>;
  /** What Lares put there and nobody touched. */
  readonly managed: Map<string, Want>;
  /** Directories that Lares made. */
  readonly made: Set<string>;
  /** The entries of the current generation. */
  wants: Wants;
  /** Entries of each generation by its number. */
  readonly generations: Map<number, Wants>;
  current: number;
  /** Contents of the person's that left the home for a backup. */
  readonly vault: Set<string>;
}

export const emptyHome = (): ModelHome => ({
  things: new Map(),
  managed: new Map(),
  made: new Set(),
  wants: {},
  generations: new Map(),
  current: 0,
  vault: new Set(),
});

export const copyOf = (home: ModelHome): ModelHome => ({
  things: new Map(home.things),
  managed: new Map(home.managed),
  made: new Set(home.made),
  wants: home.wants,
  generations: new Map(home.generations),
  current: home.current,
  vault: new Set(home.vault),
});

/** `a/b/c` → `a`, `a/b`. */
export const parentsOf = (path: string): readonly string[] => {
  const parts = path.split("/");
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join("/"));
};

export const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/** To a new generation, unless it is the current one. False where it is refused, which changes nothing. */
export const switchModel = (home: ModelHome, wants: Wants, backup: boolean): boolean => {
  const isNew = home.current === 0 || canonical(wants) !== canonical(home.wants);
  if (!activate(home, wants, backup)) return false;
  if (!isNew) return true;
  home.current = Math.max(0, ...home.generations.keys()) + 1;
  home.generations.set(home.current, wants);
  return true;
};

export const rollbackModel = (home: ModelHome, backup: boolean): boolean => {
  const number = Math.max(0, ...[...home.generations.keys()].filter((each) => each < home.current));
  const wants = home.generations.get(number);
  if (wants === undefined || !activate(home, wants, backup)) return false;
  home.current = number;
  return true;
};

const canonical = (wants: Wants): string =>
  JSON.stringify(Object.entries(wants).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** A folder that is a link leading nowhere is for its owner to decide about, with or without a backup. */
const activate = (home: ModelHome, wants: Wants, backup: boolean): boolean => {
  const inTheWay = new Map<string, "adopted" | "collision">();
  for (const [path, want] of Object.entries(wants)) {
    const blocked = parentsOf(path).find(
      (parent) => (home.things.get(parent)?.kind ?? "directory") !== "directory",
    );
    if (blocked !== undefined && home.things.get(blocked)!.kind === "link") return false;
    if (blocked !== undefined) inTheWay.set(blocked, "collision");
    const there = blocked === undefined ? home.things.get(path) : undefined;
    if (there === undefined || keepsEdited(home, path, want)) continue;
    if (there.kind === "directory") {
      if (holdsForeign(home, path)) inTheWay.set(path, "collision");
    } else inTheWay.set(path, hasSameContent(there, want) ? "adopted" : "collision");
  }
  if ([...inTheWay.values()].includes("collision") && !backup) return false;
  apply(home, wants, inTheWay.keys());
  return true;
};

const hasSameContent = (there: Thing, want: Want): boolean =>
  there.kind === "file" && there.content === want.content;

const apply = (home: ModelHome, wants: Wants, inTheWay: Iterable<string>): void => {
  for (const path of inTheWay) for (const gone of clear(home, path)) home.vault.add(gone);
  for (const path of [...home.managed.keys()]) if (wants[path] === undefined) home.managed.delete(path);
  for (const [path, want] of Object.entries(wants)) {
    const there = home.things.get(path);
    if (keepsEdited(home, path, want)) {
      if (there?.kind === "file" && want.kind === "copy")
        home.things.set(path, { ...there, mode: want.mode });
      continue;
    }
    clear(home, path);
    for (const parent of parentsOf(path))
      if (!home.things.has(parent)) {
        home.things.set(parent, { kind: "directory" });
        home.made.add(parent);
      }
    home.managed.set(path, want);
  }
  prune(home);
  home.wants = wants;
};

/** Takes away what is at a path and below it; gives the contents of what was the person's. */
const clear = (home: ModelHome, path: string): readonly string[] => {
  const contents: string[] = [];
  for (const [inner, thing] of [...home.things]) {
    if (inner !== path && !isBelow(inner, path)) continue;
    if (thing.kind === "file") contents.push(thing.content);
    if (thing.kind === "link") contents.push(thing.text);
    home.things.delete(inner);
  }
  return contents;
};

/** Directories that Lares made go when nothing is in them. */
const prune = (home: ModelHome): void => {
  for (const folder of [...home.made].sort((a, b) => b.length - a.length)) {
    if (home.things.get(folder)?.kind !== "directory") home.made.delete(folder);
    else if (![...home.things.keys(), ...home.managed.keys()].some((path) => isBelow(path, folder))) {
      home.things.delete(folder);
      home.made.delete(folder);
    }
  }
};

const isEditedCopy = (home: ModelHome, path: string): boolean =>
  home.wants[path]?.kind === "copy" && home.things.get(path)?.kind === "file";

/** An edited copy stays as long as its source does. */
const keepsEdited = (home: ModelHome, path: string, want: Want): boolean => {
  const before = home.wants[path];
  return (
    isEditedCopy(home, path) &&
    want.kind === "copy" &&
    before?.kind === "copy" &&
    before.content === want.content
  );
};

/** Whether there is anything of the person's in a directory; empty directories do not count. */
const holdsForeign = (home: ModelHome, folder: string): boolean =>
  [...home.things.keys()].some(
    (path) => isBelow(path, folder) && home.things.get(path)!.kind !== "directory",
  );
