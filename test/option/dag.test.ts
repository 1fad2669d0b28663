import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { mkDefault, mkIf } from "../../src/option/property.ts";
import { type DagEntry, inOrder } from "../../src/option/types/dag.ts";
import { merge, option, t } from "./sample.ts";

const entry = <T>(data: T, more: Partial<DagEntry<T>> = {}): DagEntry<T> => ({
  after: [],
  before: [],
  data,
  ...more,
});
const names = (entries: Record<string, DagEntry<unknown>>) => inOrder(entries).map(([name]) => name);

describe("dagOf", () => {
  const type = t.dagOf(t.freeform(t.anything, { port: option(t.int, { default: 22 }) }));

  const plain = (entries: Record<string, DagEntry<object>>) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, { after, before, data }]) => [
        name,
        { after, before, data: { ...data } },
      ]),
    );

  test("takes data alone, or with its place", () => {
    const value = merge(type, { a: { port: 1 }, b: { data: { user: "x" }, after: ["a"] } });
    expect(plain(value as Record<string, DagEntry<object>>)).toEqual({
      a: { after: [], before: [], data: { port: 1 } },
      b: { after: ["a"], before: [], data: { port: 22, user: "x" } },
    });
  });

  test("merges both shapes of one entry, by priority below the data too", () => {
    const value = merge(
      type,
      { a: { x: mkDefault(1), y: mkDefault(1) } },
      { a: { data: { x: 2 }, before: ["b"] } },
      { a: mkIf(false, { x: 3 }) },
    );
    expect(plain(value as Record<string, DagEntry<object>>)).toEqual({
      a: { after: [], before: ["b"], data: { port: 22, x: 2, y: 1 } },
    });
  });
});

describe("inOrder", () => {
  test("by name where nothing else is said", () => {
    expect(names({ c: entry(1), a: entry(2), b: entry(3) })).toEqual(["a", "b", "c"]);
  });

  test("before and after count; names that are not there do not", () => {
    expect(names({ a: entry(1, { after: ["c"] }), b: entry(2, { after: ["nobody"] }), c: entry(3) })).toEqual(
      ["c", "a", "b"],
    );
    expect(names({ a: entry(1), b: entry(2, { before: ["a", "nobody"] }) })).toEqual(["b", "a"]);
  });

  test("a circle is an error that names those in it", () => {
    const circle = { a: entry(1, { after: ["b"] }), b: entry(2, { after: ["a"] }), c: entry(3) };
    expect(() => inOrder(circle)).toThrow(LaresError);
    expect(() => inOrder(circle)).toThrow('"a"');
    expect(() => inOrder({ a: entry(1, { before: ["a"] }) })).toThrow(LaresError);
  });

  test("any entries without a circle: all come, each after its predecessors", () => {
    const some = fc
      .uniqueArray(fc.stringMatching(/^[a-z]{1,2}$/), { maxLength: 12 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.boolean()), { maxLength: 20 }),
        ),
      );
    fc.assert(
      fc.property(some, ([all, arrows]) => {
        const entries: Record<string, { after: string[]; before: string[]; data: string }> = {};
        for (const name of [...all].reverse()) entries[name] = { after: [], before: [], data: name };
        const pairs: [string, string][] = [];
        for (const [i, j, forwards] of arrows) {
          const [first, second] = [Math.min(i, j), Math.max(i, j)];
          if (first === second || second >= all.length) continue;
          pairs.push([all[first]!, all[second]!]);
          if (forwards) entries[all[first]!]!.before.push(all[second]!);
          else entries[all[second]!]!.after.push(all[first]!);
        }
        const order = names(entries);
        expect([...order].sort()).toEqual([...all].sort());
        for (const [first, second] of pairs) expect(order.indexOf(first)).toBeLessThan(order.indexOf(second));
      }),
    );
  });
});
