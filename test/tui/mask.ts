/** A screen without what differs from machine to machine: names, sizes, how many options there are. Columns stay. */
export const masked = (screen: string, home: string): string =>
  screen
    .replaceAll(home, "/tmp/lares-ui-XXXXXX")
    .split("\n")
    .map((line, at) => (at === 0 ? line.replace(/ +\S+@\S+$/, "") : line))
    .map(maskLine)
    .join("\n")
    .trimEnd()
    .concat("\n");

/** Each side of a divider keeps its width. */
const maskLine = (line: string): string =>
  line
    .split("│")
    .map((part, at, all) => {
      const text = replaced(part);
      return at === all.length - 1
        ? text.trimEnd()
        : text.trimEnd().padEnd(part.length).slice(0, part.length);
    })
    .join("│");

const replaced = (text: string): string =>
  text
    .replace(
      /\S+@\S+( +(?:Linux|macOS) \S+)?$/,
      (_, system) => `alice@host${system === undefined ? "" : "  Linux x64"}`,
    )
    .replace(/(host +)\S+@\S+ +\S+ \S+/, "$1alice@host  Linux x64")
    .replace(/(by +)\S+@\S+/, "$1alice@host")
    .replace(/\b\d+(\.\d)? (B|KiB|MiB|GiB|TiB)\b/g, "9 KiB")
    .replace(/ of \d,\d{3}/, " of 3,000")
    .replace(/, \d+ ms/, ", 9 ms");
