/** What `extraWrapperArgs` ask for, as `makeWrapper` of Nixpkgs takes them. */
import type { Context } from "lares/module";

export type Wrapping = Parameters<Context["lib"]["wrapped"]>[1];

interface Read {
  readonly wrapping: Wrapping;
  /** Arguments that are not understood, each with what follows it. */
  readonly unknown: readonly string[];
}

export const readWrapping = (words: readonly string[]): Read => {
  let read: Read = { wrapping: {}, unknown: [] };
  for (let at = 0; at < words.length; ) {
    const taken = take(read.wrapping, words.slice(at));
    read = {
      wrapping: taken?.wrapping ?? read.wrapping,
      unknown: taken === undefined ? [...read.unknown, words[at]!] : read.unknown,
    };
    at += taken?.words ?? 1;
  }
  return read;
};

interface Taken {
  readonly wrapping: Wrapping;
  readonly words: number;
}

const take = (
  wrapping: Wrapping,
  [flag, name = "", value = "", list = ""]: readonly string[],
): Taken | undefined => {
  switch (flag) {
    case "--set":
      return { wrapping: { ...wrapping, set: { ...wrapping.set, [name]: value } }, words: 3 };
    case "--set-default":
      return { wrapping: { ...wrapping, setDefault: { ...wrapping.setDefault, [name]: value } }, words: 3 };
    case "--unset":
      return { wrapping: { ...wrapping, unset: [...(wrapping.unset ?? []), name] }, words: 2 };
    case "--prefix":
      return value === ":"
        ? { wrapping: { ...wrapping, prefix: before(wrapping.prefix, name, list) }, words: 4 }
        : undefined;
    case "--suffix":
      return value === ":"
        ? { wrapping: { ...wrapping, suffix: after(wrapping.suffix, name, list) }, words: 4 }
        : undefined;
    case "--add-flag":
      return { wrapping: { ...wrapping, flags: [...(wrapping.flags ?? []), name] }, words: 2 };
    case "--add-flags":
      return { wrapping: { ...wrapping, flags: [...(wrapping.flags ?? []), ...wordsOf(name)] }, words: 2 };
    case "--run":
      return { wrapping: { ...wrapping, run: `${wrapping.run ?? ""}${name}\n` }, words: 2 };
    default:
      return undefined;
  }
};

type Lists = Readonly<Record<string, readonly string[]>>;

const before = (lists: Lists = {}, name: string, list: string): Lists => ({
  ...lists,
  [name]: [list, ...(lists[name] ?? [])],
});

const after = (lists: Lists = {}, name: string, list: string): Lists => ({
  ...lists,
  [name]: [...(lists[name] ?? []), list],
});

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");
