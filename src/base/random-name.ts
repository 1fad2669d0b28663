/**
 * Hexadecimal digits, two for each byte (6 at most), for names that must differ, not resist guessing: whoever uses one makes
 * the file exclusively. Node's own random bytes would load all of node:crypto, 5 to 9 ms of a rollback.
 */
export const randomName = (bytes: number): string =>
  Math.floor(Math.random() * 2 ** (8 * bytes))
    .toString(16)
    .padStart(2 * bytes, "0");
