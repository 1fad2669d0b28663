/** How every object of the store looks on disk, whatever it holds: as Nix leaves them. */

/** Seconds since the epoch that every file of the store has as its time of modification. */
export const storeTime = 1;
export const fileMode = ({ executable }: { executable: boolean }): number => (executable ? 0o555 : 0o444);
export const directoryMode = 0o555;

/** A file that somebody wrote to has another time or size; it must not spread. */
export const isUntouched = (
  found: { size: number; mtimeMs: number; mode: number; kind: string },
  file: { size: number; executable: boolean },
): boolean =>
  found.kind === "file" &&
  found.size === file.size &&
  found.mtimeMs === storeTime * 1000 &&
  found.mode === fileMode(file);
