/** A path as a person may read it: quoted where it holds what would confuse a terminal or a line of output. */
export const shownPath = (path: string): string =>
  !path.isWellFormed() || hasControl.test(path)
    ? JSON.stringify(path).replaceAll(
        rawControl,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
      )
    : path;

const hasControl = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/;
const rawControl = /[\x7f-\x9f\u2028\u2029]/g;
