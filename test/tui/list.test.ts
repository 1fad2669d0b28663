import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chosenRow,
  emptyList,
  type List,
  moved,
  type Naming,
  searched,
  shownRows,
  windowTop,
  withRows,
} from "../../src/tui/state/list.ts";

interface Row {
  readonly name: string;
  readonly about: string;
}
const naming: Naming<Row> = {
  key: ({ name, about }) => `${name} ${about}`,
  title: ({ name }) => name,
  name: ({ name }) => name,
};
const rows = (...names: string[]): Row[] => names.map((name) => ({ name, about: `about ${name}` }));
const listOf = (given: readonly Row[]): List<Row> => withRows<Row>(emptyList, given, naming);
const names = (list: List<Row>): string[] => list.found.map((at) => list.rows[at]!.name);

describe("searching", () => {
  test("finds rows that have every word, in any case and order", () => {
    const list = listOf(rows("Alpha", "beta", "alphabet"));
    expect(names(searched(list, "ALPHA"))).toEqual(["Alpha", "alphabet"]);
    expect(names(searched(list, "bet alp"))).toEqual(["alphabet"]);
    expect(names(searched(list, "  "))).toEqual(["Alpha", "beta", "alphabet"]);
  });

  test("those that have the words in their name come first", () => {
    const list = listOf([
      { name: "one", about: "git" },
      { name: "git", about: "x" },
      { name: "two", about: "git" },
      { name: "digit", about: "x" },
    ]);
    expect(names(searched(list, "git"))).toEqual(["git", "digit", "one", "two"]);
  });

  test("of these, those whose name has them one after the other", () => {
    const list = listOf([
      { name: "programs.gh.settings.git_protocol", about: "x" },
      { name: "programs.git-cliff.settings", about: "x" },
      { name: "programs.git.settings", about: "x" },
    ]);
    expect(names(searched(list, "git sett"))[0]).toBe("programs.git.settings");
  });

  test("typed letter by letter it finds the same as at once", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 6 });
    const row = fc.record({ name: word, about: word });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), word, (given, query) => {
        const list = listOf(given);
        let typed = list;
        for (let end = 1; end <= query.length; end++) typed = searched(typed, query.slice(0, end));
        expect(typed.found).toEqual(searched(list, query).found);
        expect([...typed.found].sort((a, b) => a - b)).toEqual(typed.matching);
      }),
    );
  });
});

describe("the window", () => {
  test("always has the cursor in it, and no empty room while there are rows", () => {
    const steps = fc.array(fc.integer({ min: -30, max: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 20 }), steps, (count, height, moves) => {
        let list = listOf(rows(...Array.from({ length: count }, (_, at) => `n${at}`)));
        for (const to of moves) {
          list = moved(list, to, height);
          const top = windowTop(list, height);
          if (count === 0) expect(list.cursor).toBe(0);
          else expect(shownRows(list, height)).toContain(chosenRow(list));
          expect(shownRows(list, height)).toHaveLength(Math.min(height, count));
          expect(top).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test("the cursor stays on its row when rows come and go", () => {
    const list = moved(listOf(rows("a", "b", "c")), 1, 5);
    expect(chosenRow(withRows(list, rows("x", "y", "a", "b"), naming))?.name).toBe("b");
    expect(chosenRow(withRows(list, rows("a", "c"), naming))?.name).toBe("c");
    expect(chosenRow(withRows(list, [], naming))).toBeUndefined();
  });
});
