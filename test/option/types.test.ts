import { describe, expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { packageNamed } from "../../src/base/package.ts";
import { removed, renamed } from "../../src/option/declare.ts";
import { mkBefore, mkDefault, mkForce, mkIf, mkMerge } from "../../src/option/property.ts";
import { declaring, defining, merge, option, read, t } from "./sample.ts";

const refusal = (type: any, ...definitions: unknown[]): string => {
  try {
    JSON.stringify(merge(type, ...definitions));
  } catch (error) {
    if (error instanceof LaresError) return error.message;
    throw error;
  }
  return "accepted";
};

describe("scalars", () => {
  test.each([
    [t.bool, true, "yes"],
    [t.int, 3, 3.5],
    [t.float, 3.5, "3.5"],
    [t.str, "x", 1],
    [t.unsigned, 0, -1],
    [t.positive, 1, 0],
    [t.port, 65_535, 65_536],
    [t.intBetween(1, 3), 3, 4],
    [t.numberBetween(0, 1), 0.5, 1.5],
    [t.singleLineStr, "one", "one\ntwo"],
    [t.nonEmptyStr, "x", "  "],
    [t.strMatching(/^a+$/), "aa", "b"],
    [t.enum("a", "b"), "a", "c"],
    [t.path, "/x", ""],
    [t.package, "git", 3],
  ])("%o takes %j and refuses %j", (type, good, bad) => {
    expect(refusal(type, good)).toBe("accepted");
    expect(refusal(type, bad)).toMatch(/^it should be /);
  });

  test("a refused enum lists what it takes", () => {
    expect(refusal(t.enum("ssh", "x509"), "pgp")).toBe('it should be one of "ssh", "x509", got "pgp"');
  });

  test("paths are absolute once merged, and equal ones agree however they are written", () => {
    expect(merge(t.path, "./x")).toBe("/conf/x");
    expect(merge(t.path, "~/x")).toBe("/home/ada/x");
    expect(merge(t.path, "~/x", "/home/ada/x")).toBe("/home/ada/x");
  });

  test("packages are references; a name is one", () => {
    expect(merge(t.package, "npm:prettier@3")).toEqual(packageNamed("npm:prettier@3"));
  });
});

describe("text", () => {
  test("lines, commas and envVar are joined in order", () => {
    expect(merge(t.lines, "b", mkBefore("a"))).toBe("a\nb");
    expect(merge(t.commas, "a", "b")).toBe("a,b");
    expect(merge(t.envVar, "a", "b")).toBe("a:b");
    expect(merge(t.separatedString(" "), "a", "b")).toBe("a b");
  });
});

describe("collections", () => {
  test("lists are joined; elements may be wrapped and lazy, and fall out with their conditions", () => {
    const wrapped = ["a", mkIf(false, "b"), mkIf(true, "c"), ({ host }: any) => host.name];
    expect(merge(t.listOf(t.str), wrapped, ["d"])).toEqual(["a", "c", "lar", "d"]);
  });

  test("sets merge name by name, with priorities of their own", () => {
    const type = t.attrsOf(t.int);
    expect(merge(type, { a: 1, b: mkDefault(1) }, { b: 2, c: mkForce(3) }, { c: 4 })).toEqual({
      a: 1,
      b: 2,
      c: 3,
    });
    expect(merge(type, { a: mkIf(false, 1), b: 2 })).toEqual({ b: 2 });
  });

  test("__proto__ and constructor are names like any other", () => {
    const merged = merge(t.attrsOf(t.int), JSON.parse('{"__proto__": 1, "constructor": 2}')) as object;
    expect(Object.entries(merged)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
    expect(({} as any).polluted).toBeUndefined();
  });

  test("in a lazy set nothing is looked at before it is read", () => {
    const boom = () => {
      throw new Error("read");
    };
    const merged = merge(t.lazyAttrsOf(t.int), { a: 1, b: boom }) as any;
    expect(merged.a).toBe(1);
    expect(() => merged.b).toThrow("read");
  });

  test("a list of at least one refuses none", () => {
    expect(refusal(t.nonEmptyListOf(t.int), [])).toMatch(/at least one/);
  });
});

describe("unions", () => {
  test("null or something: all null, or none", () => {
    expect(merge(t.nullOr(t.int), null, null)).toBeNull();
    expect(merge(t.nullOr(t.int), mkDefault(null), 1)).toBe(1);
    expect(refusal(t.nullOr(t.int), null, 1)).toMatch(/disagree/);
  });

  test("one of several: the first that takes all definitions merges them", () => {
    const type = t.oneOf(t.listOf(t.int), t.str);
    expect(merge(type, [1], [2])).toEqual([1, 2]);
    expect(merge(type, "x")).toBe("x");
    expect(refusal(type, [1], "x")).toMatch(/disagree/);
    expect(refusal(type, true)).toBe("it should be list of integer or string, got true");
  });

  test("coerced: each definition by itself", () => {
    const type = t.coercedTo(t.str, (text: string) => [text], t.listOf(t.str));
    expect(merge(type, "a", ["b", "c"])).toEqual(["a", "b", "c"]);
  });

  test("unique: one definition at most", () => {
    expect(refusal(t.uniq(t.listOf(t.int)), [1], [2])).toMatch(/disagree/);
  });

  test("refined: a condition on the merged value", () => {
    const even = t.refined(t.int, "even number", (n: number) => n % 2 === 0);
    expect(merge(even, 2)).toBe(2);
    expect(refusal(even, 3)).toBe("it should be even number, got 3");
  });

  test("functions are values where functions are wanted", () => {
    const double = merge(t.functionTo(t.int), (n: number) => n * 2) as (n: number) => number;
    expect(double(4)).toBe(8);
    const wrong = merge(t.functionTo(t.int), () => "x") as () => unknown;
    expect(() => wrong()).toThrow(/should be function to integer/);
  });
});

describe("data of no fixed shape", () => {
  test("json merges deeply: sets by name, lists joined, scalars agree", () => {
    const merged = merge(t.json, { a: { b: 1, l: [1] } }, { a: { c: mkIf(true, 2), l: [2] } });
    expect(merged).toEqual({ a: { b: 1, c: 2, l: [1, 2] } });
    expect(refusal(t.json, { a: 1 }, { a: 2 })).toBe("two definitions of it.a disagree");
  });

  test("anything is the same, but lists must agree", () => {
    expect(merge(t.anything, { a: [1] }, { a: [1], b: 2 })).toEqual({ a: [1], b: 2 });
    expect(refusal(t.anything, { a: [1] }, { a: [2] })).toMatch(/disagree/);
  });

  test("leaves at any depth may be lazy or wrapped", () => {
    const merged = merge(t.jsonObject, { deep: { user: ({ host }: any) => host.user, on: mkDefault(true) } });
    expect(merged).toEqual({ deep: { user: "ada", on: true } });
  });
});

describe("submodules", () => {
  const type = t.submodule({
    name: option(t.str, { default: ({ name }: any) => name }),
    size: option(t.int, { default: 1 }),
    double: option(t.int, { default: ({ self }: any) => self.size * 2 }),
    inner: { deep: option(t.bool, { default: false }) },
  });

  test("defaults may come from the element's name and from its other options", () => {
    const merged = merge(t.attrsOf(type), { box: { size: 4 } }) as any;
    expect([merged.box.name, merged.box.double, merged.box.inner.deep]).toEqual(["box", 8, false]);
  });

  test("definitions of one element come together from everywhere", () => {
    const merged = merge(
      t.attrsOf(type),
      { box: mkMerge([{ size: 2 }, { inner: { deep: true } }]) },
      { box: { name: "b" } },
    );
    const { box } = merged as any;
    expect([box.name, box.size, box.inner.deep]).toEqual(["b", 2, true]);
  });

  test("an unknown name inside one is refused with the nearest", () => {
    expect(() => (merge(t.attrsOf(type), { box: { sise: 2 } }) as any).box.size).toThrow(
      "there is no option it.box.sise",
    );
  });

  test("a freeform one takes other names, merged by their type", () => {
    const settings = t.freeform(t.json, { known: option(t.int, { default: 0 }) });
    expect({ ...(merge(settings, { other: { a: 1 } }, { other: { b: 2 } }) as object) }).toEqual({
      known: 0,
      other: { a: 1, b: 2 },
    });
    expect(() => ({ ...(merge(settings, { known: "x" }) as object) })).toThrow("it.known should be integer");
  });

  test("renames and removals inside one work like outside", () => {
    const moved = t.submodule({
      now: option(t.int, { default: 0 }),
      old: renamed<number>("now"),
      gone: removed("why"),
    });
    const config = { it: { a: { old: 5 } } };
    const value = read(
      [declaring({ it: option(t.attrsOf(moved)) }), defining(config)],
      ({ it }, evaluation) => {
        const { now } = it.a;
        return [now, evaluation.notices()];
      },
    );
    expect(value).toEqual([5, ["it.a.old is now called it.a.now: rename it in your configuration"]]);
  });

  test("one may hold itself", () => {
    const tree: any = t.submodule({
      children: option(t.attrsOf(t.lazyType("tree", () => tree)), { default: {} }),
    });
    const merged = merge(tree, { children: { a: { children: { b: {} } } } }) as any;
    expect(Object.keys(merged.children.a.children.b.children)).toEqual([]);
  });
});
