/** Mounts that a script of a sandbox makes: read-only ones of a user who may not loosen what the machine has set. */

/**
 * Commands that put what a build may read of the store into `scratch`, which may lie in the store, and which they make a mount: what
 * is bound from a read-only mount is read-only as well. `table` is the file of the mounts.
 */
export const placeInputs = (storeDir: string, scratch: string, table: string, mounts: string): string => {
  const [store, place] = [quoted(storeDir), quoted(scratch)];
  const flags = ["remount", "bind", "ro", ...lockedFlags(mounts, storeDir)].join(",");
  return [
    `mount --bind ${store} ${store}`,
    `mount --bind ${place} ${place}`,
    `mount -o ${flags} ${store}`,
    `mount -a -T ${quoted(table)}`,
  ].join("; ");
};

/** For `mount -a -T`, which makes a thousand mounts in the time that a program for each of them takes for ten. */
export const mountTable = (paths: readonly string[], placeOf: (path: string) => string): string =>
  paths.map((path) => `${inTable(path)} ${inTable(placeOf(path))} none bind 0 0\n`).join("");

const inTable = (path: string): string =>
  path.replace(/[\\\s#]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, "0")}`);

/**
 * Flags of the mount that a path lies on which the kernel lets nobody drop in a user namespace: a remount that leaves
 * one out is refused. (Fields 5 and 6 of a line of mountinfo are the place and its options.)
 */
export const lockedFlags = (mounts: string, path: string): readonly string[] => {
  let best = { place: "", options: "" };
  for (const line of mounts.split("\n")) {
    const [, , , , place = "", options = ""] = line.split(" ");
    const plain = place.replace(/\\([0-7]{3})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    );
    const holds = plain === "/" || path === plain || path.startsWith(`${plain}/`);
    if (holds && plain.length >= best.place.length) best = { place: plain, options };
  }
  return best.options.split(",").filter((flag) => lockable.has(flag));
};

const lockable = new Set(["nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime", "strictatime"]);

/** A word of a shell. */
export const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
