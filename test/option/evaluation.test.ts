import { describe, expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { removed, renamed } from "../../src/option/declare.ts";
import { defineModule, type ModuleRegistry } from "../../src/option/module.ts";
import { printValue } from "../../src/option/print-value.ts";
import {
  mkAfter,
  mkBefore,
  mkDefault,
  mkForce,
  mkIf,
  mkMerge,
  mkOptionDefault,
  mkOrder,
  mkOverride,
} from "../../src/option/property.ts";
import { declaring, defining, merge, option, read, t } from "./sample.ts";

const failure = (work: () => unknown): LaresError => {
  try {
    work();
  } catch (error) {
    if (error instanceof LaresError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("priorities", () => {
  test("a plain definition wins over mkDefault, mkForce over plain, the lowest number over all", () => {
    expect(merge(t.int, mkDefault(1), 2)).toBe(2);
    expect(merge(t.int, 1, mkForce(2))).toBe(2);
    expect(merge(t.int, mkForce(1), mkOverride(10, 2))).toBe(2);
  });

  test("only the winning definitions are merged", () => {
    expect(merge(t.listOf(t.int), mkDefault([1]), [2], [3])).toEqual([2, 3]);
  });

  test("a wrapper around a set counts for everything below it", () => {
    const tree = { a: { x: option(t.int), y: option(t.int, { default: 0 }) } };
    const config = read(
      [declaring(tree), defining({ a: { x: 1, y: 1 } }), defining({ a: mkForce({ x: 2 }) })],
      ({ a }) => [a.x, a.y],
    );
    expect(config).toEqual([2, 1]);
  });

  test("a default that is merged counts beside mkOptionDefault, and key by key", () => {
    const keys = option(t.attrsOf(t.str), {
      default: { a: mkOptionDefault("1") as never, b: "2" },
      mergeDefault: true,
    });
    const keysWith = (...definitions: readonly unknown[]) =>
      read([declaring({ keys }), ...definitions.map((one) => defining({ keys: one }))], (all) => ({
        ...all.keys,
      }));
    expect(keysWith()).toEqual({ a: "1", b: "2" });
    expect(keysWith(mkOptionDefault({ a: "own", c: "3" }))).toEqual({ a: "own", b: "2", c: "3" });
    expect(keysWith({ c: "3" })).toEqual({ c: "3" });
  });

  test("two plain definitions that differ are refused with both places; equal ones agree", () => {
    expect(merge(t.str, "same", "same")).toBe("same");
    const error = failure(() => merge(t.str, "a@corp", "a@home"));
    expect(error.message).toBe("two definitions of it disagree");
    expect(error.details).toEqual(['"a@corp"  at /conf/a.ts', '"a@home"  at /conf/b.ts']);
    expect(error.hint).toContain("mkForce");
  });
});

test("a submodule's value prints in full, and is JSON in full", () => {
  const type = t.attrsOf(
    t.submodule({ x: option(t.int, { default: 1 }), inner: { y: option(t.str, { default: "z" }) } }),
  );
  const value = merge(type, { a: { x: 2 } });
  expect(printValue(value)).toBe('{ a: { x: 2, inner: { y: "z" } } }');
  expect(JSON.stringify(value)).toBe('{"a":{"x":2,"inner":{"y":"z"}}}');
});

describe("conditions and merges", () => {
  test("what a false condition keeps away may be anything, even where a set belongs", () => {
    const tree = { a: { x: option(t.int, { default: 1 }) } };
    const nothing = mkIf(false, null as never);
    expect(read([declaring(tree), defining(nothing), defining({ a: nothing })], ({ a }) => a.x)).toBe(1);
  });

  test("mkIf counts where its condition holds, whether that is a value or a function", () => {
    expect(
      merge(
        t.listOf(t.int),
        mkIf(true, [1]),
        mkIf(false, [2]),
        mkIf(() => true, [3]),
      ),
    ).toEqual([1, 3]);
  });

  test("what stands behind a failed condition is never called", () => {
    const boom = () => {
      throw new Error("called");
    };
    expect(
      merge(
        t.listOf(t.int),
        [1],
        mkIf(false, boom as never),
        mkIf(() => false, mkMerge([boom as never])),
      ),
    ).toEqual([1]);
  });

  test("wrappers nest freely", () => {
    const nested = mkIf(
      true,
      mkMerge([mkBefore([1]), mkIf(true, mkAfter([4])), mkOrder(900, mkIf(false, [9]))]),
    );
    expect(merge(t.listOf(t.int), [2], nested, [3])).toEqual([1, 2, 3, 4]);
  });

  test("plain data writes the same wrappers as tagged values", () => {
    const tagged = { _type: "merge", contents: [{ _type: "override", priority: 50, content: 7 }, 1] };
    expect(merge(t.int, tagged)).toBe(7);
  });

  test("a condition may read an option of the very set that it guards", () => {
    const tree = {
      app: { enable: option(t.bool, { default: false }), name: option(t.str, { default: "none" }) },
    };
    const own = { app: mkIf(({ config }: any) => config.app.enable, { name: "on" }) };
    expect(read([declaring(tree, own), defining({ app: { enable: true } })], ({ app }) => app.name)).toBe(
      "on",
    );
    expect(read([declaring(tree, own), defining({})], ({ app }) => app.name)).toBe("none");
  });
});

describe("laziness", () => {
  const tree = { a: option(t.int), b: option(t.int), c: option(t.int, { default: 0 }) };

  test("a definition may be computed from other options", () => {
    expect(
      read([declaring(tree), defining({ a: 1, b: ({ config }: any) => config.a + 1 })], ({ b }) => b),
    ).toBe(2);
  });

  test("a leaf that nothing reads is never called", () => {
    let calls = 0;
    const config = { a: 1, b: () => ++calls };
    expect(read([declaring(tree), defining(config)], ({ a }) => a)).toBe(1);
    expect(calls).toBe(0);
  });

  test("an option is merged once, however often it is read", () => {
    let calls = 0;
    const config = { a: () => ++calls, b: ({ config }: any) => config.a + config.a };
    expect(read([declaring(tree), defining(config)], ({ a, b }) => [a, b])).toEqual([1, 2]);
  });

  test("definitions that chase each other are reported as a chain with places", () => {
    const chase = {
      a: ({ config }: any) => config.b,
      b: ({ config }: any) => config.c,
      c: ({ config }: any) => config.a,
    };
    const error = failure(() => read([declaring(tree), defining(chase)], ({ a }) => a));
    expect(error.code).toBe("option-cycle");
    expect(error.message).toBe("the definitions chase each other: a → b → c → a");
    expect(error.details.join("\n")).toContain("at /conf/home.config.ts");
  });

  test("values of one set may refer to each other", () => {
    const value = { A: "x", B: ({ config }: any) => `${config.it.A}y` };
    expect(merge(t.attrsOf(t.str), value)).toEqual({ A: "x", B: "xy" });
  });

  test("values of one set that chase each other are reported like options", () => {
    const value = { A: ({ config }: any) => config.it.B, B: ({ config }: any) => config.it.A };
    expect(failure(() => JSON.stringify(merge(t.attrsOf(t.str), value))).message).toBe(
      "the definitions chase each other: it.A → it.B → it.A",
    );
  });
});

describe("errors", () => {
  test("an unknown option names the nearest real one", () => {
    const tree = { programs: { git: { enable: option(t.bool, { default: false }) } } };
    const error = failure(() =>
      read(
        [declaring(tree), defining({ programs: { git: { enbale: true } } })],
        ({ programs }) => programs.git.enable,
      ),
    );
    expect(error.message).toBe("there is no option programs.git.enbale");
    expect(error.hint).toBe("did you mean programs.git.enable?");
  });

  test("a wrong type three levels deep names the whole path, the value and the place", () => {
    const type = t.attrsOf(t.submodule({ tags: option(t.listOf(t.int), { default: [] }) }));
    const error = failure(() => JSON.stringify((merge(type, { one: { tags: [1, "two"] } }) as any).one.tags));
    expect(error.message).toBe('it.one.tags.[1] should be integer, got "two"');
    expect(error.details).toEqual(['"two"  at /conf/a.ts']);
  });

  test("an option without definition and default says so", () => {
    expect(failure(() => merge(t.int)).message).toBe("it is read but has no definition and no default");
  });
});

describe("former options", () => {
  const tree = {
    now: { name: option(t.str, { default: "" }), settings: option(t.jsonObject, { default: {} }) },
    before: {
      name: renamed<string>("now.name"),
      key: renamed<string>("now.settings.core.key"),
      gone: removed("use now"),
    },
  };

  test("a definition under the old name counts under the new one, with a notice", () => {
    read([declaring(tree), defining({ before: { name: "ada", key: "k" } })], ({ now }, evaluation) => {
      expect(now.name).toBe("ada");
      expect(now.settings).toEqual({ core: { key: "k" } });
      expect(evaluation.notices()).toEqual([
        "before.name is now called now.name: rename it in your configuration",
        "before.key is now called now.settings.core.key: rename it in your configuration",
      ]);
    });
  });

  test("what is gone is reported with its reason when it is defined, and only then", () => {
    read([declaring(tree), defining({ before: { gone: 1 } })], (_, evaluation) =>
      expect(evaluation.removals()).toEqual(["before.gone no longer exists: use now"]),
    );
    read([declaring(tree), defining({})], (_, evaluation) => expect(evaluation.removals()).toEqual([]));
  });
});

describe("modules of the library", () => {
  const loads: string[] = [];
  const library: Record<string, object> = {
    "programs.one": { on: option(t.bool, { default: false }) },
    "programs.two": {
      on: option(t.bool, { default: true }),
      words: option(t.listOf(t.str), { default: [] }),
    },
    "programs.three": {},
  };
  const registry: ModuleRegistry = {
    standing: [],
    paths: Object.keys(library),
    has: (path) => path in library,
    leadsTo: (path) => Object.keys(library).some((other) => other.startsWith(`${path}.`)),
    load: (path) => {
      loads.push(path);
      const config = path === "programs.two" ? { log: ["two"] } : {};
      return defineModule({ path, options: library[path]!, config: config as never });
    },
  };
  const core = declaring({ log: option(t.listOf(t.str), { default: [] }), programs: {} });

  test("are loaded when they are defined, and only then", () => {
    loads.length = 0;
    const on = read(
      [core, defining({ programs: { one: { on: true } } })],
      ({ programs }) => programs.one.on,
      registry,
    );
    expect(on).toBe(true);
    expect(loads).toEqual(["programs.one"]);
  });

  test("are loaded when they are read, and their definitions count from the beginning", () => {
    loads.length = 0;
    const result = read(
      [core, defining({ log: ({ config }: any) => (config.programs.two.on ? ["yes"] : ["no"]) })],
      ({ log }) => log,
      registry,
    );
    expect([...result].sort()).toEqual(["two", "yes"]);
    expect(new Set(loads)).toEqual(new Set(["programs.two"]));
  });

  test("a typo is compared with the names of those not loaded too", () => {
    const error = failure(() =>
      read(
        [core, defining({ programs: { tow: { on: true } } })],
        ({ programs }) => programs.one.on,
        registry,
      ),
    );
    expect(error.hint).toBe("did you mean programs.two?");
  });
});

describe("provenance", () => {
  test("every definition of an option is listed, the losing ones too", () => {
    const tree = { a: { b: option(t.str, { default: "" }) } };
    const modules = [
      declaring(tree),
      defining({ a: { b: mkDefault("weak") } }, "/conf/one.ts"),
      defining({ a: { b: "strong" } }, "/conf/two.ts"),
    ];
    const found = read(modules, (_, evaluation) => evaluation.definitions(["a", "b"]));
    expect(
      found.map(({ value, priority, prevails, source }) => [value, priority, prevails, source.file]),
    ).toEqual([
      ["strong", 100, true, "/conf/two.ts"],
      ["weak", 1000, false, "/conf/one.ts"],
    ]);
    expect(found[1]!.source.at?.stack).toContain("evaluation.test.ts");
  });
});
