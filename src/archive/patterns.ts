/** `*` and `?` in paths of an archive; neither stands for a slash. */

/** The paths that a pattern means: the one of that very name before all that match it. */
export const matching = (pattern: string, paths: readonly string[]): readonly string[] => {
  const clean = pattern.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  if (paths.includes(clean)) return [clean];
  const expression = clean
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return paths.filter((path) => new RegExp(`^${expression}$`).test(path));
};
