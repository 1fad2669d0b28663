/**
 * Whether a version (`18.1.0`) comes before another (`18.2`): by their numbers, part by part. One that is unknown, or
 * that does not begin with a number, does not.
 */
export const isOlder = (version: string | undefined, than: string): boolean => {
  const [own, other] = [numbersOf(version ?? ""), numbersOf(than)];
  if (own.length === 0) return false;
  const at = other.findIndex((number, part) => (own[part] ?? 0) !== number);
  return at >= 0 && (own[at] ?? 0) < other[at]!;
};

const numbersOf = (version: string): readonly number[] =>
  (/^\d+(\.\d+)*/.exec(version)?.[0].split(".") ?? []).map(Number);
