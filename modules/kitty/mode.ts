/** The words of `shell_integration`. */
export const modeWords = (mode: string): string =>
  ["no-rc", ...mode.split(" ").filter((word) => word !== "no-rc" && word !== "")].join(" ");
