import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { isPackage, packageNamed, plainPackage } from "../../src/base/package.ts";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { archive } from "../../src/derivation/archive.ts";
import { derivation } from "../../src/derivation/derivation.ts";
import { fetchGit, fetchTarball, fetchurl } from "../../src/derivation/fetch.ts";
import { fakeHash } from "../../src/derivation/fixed-output.ts";
import { writeShellApplication } from "../../src/derivation/join.ts";
import { mkDerivation, runCommand } from "../../src/derivation/mk-derivation.ts";
import { needsOf } from "../../src/derivation/needs.ts";
import { makeOverridable } from "../../src/derivation/overridable.ts";
import { storePath } from "../../src/derivation/present.ts";
import { beginSession, derivationAt } from "../../src/derivation/session.ts";
import { writeScript, writeScriptBin, writeText } from "../../src/derivation/text.ts";

const begin = (more: object = {}) =>
  beginSession({
    storeDir: absolutePath("/store"),
    system: "x86_64-linux",
    folder: absolutePath("/conf"),
    onLook: () => {},
    ...more,
  });
beforeEach(() => begin());

const made = (drvPath: string | undefined) => derivationAt(drvPath as StorePath).derivation;
const simple = (name: string, env: Parameters<typeof derivation>[0]["env"] = {}) =>
  derivation({ name, builder: "/bin/sh", env });

describe("a package", () => {
  test("is its path wherever a text is wanted, and data where data is", () => {
    const tool = derivation({ name: "tool-1", version: "1", builder: "/bin/sh", outputs: ["out", "man"] });
    expect(isPackage(tool)).toBe(true);
    expect(`${tool}/bin/x`).toBe(`${tool.outPath}/bin/x`);
    expect(JSON.stringify({ path: tool })).toBe(JSON.stringify({ path: tool.outPath }));
    expect(tool.man.outPath).toMatch(/^\/store\/[0-9a-z]{32}-tool-1-man$/);
    expect(tool.out.outPath).toBe(tool.outPath);
    expect(tool.man.drvPath).toBe(tool.drvPath);
    expect(plainPackage(tool)).toEqual({
      kind: "package",
      name: "tool-1",
      version: "1",
      outPath: tool.outPath,
      drvPath: tool.drvPath,
    });
  });

  test("is made when it is first read, for the session that reads it", () => {
    const tool = simple("tool");
    const first = tool.outPath;
    expect(tool.outPath).toBe(first);
    begin({ system: "aarch64-darwin" });
    expect(tool.outPath).not.toBe(first);
    expect(made(tool.drvPath).system).toBe("aarch64-darwin");
    begin();
    expect(tool.outPath).toBe(first);
  });

  test("that is not read is not made: what is wrong with it does not matter", () => {
    expect(() => derivation({ name: "not a name", builder: "/bin/sh" })).not.toThrow();
    expect(() => `${derivation({ name: "not a name", builder: "/bin/sh" })}`).toThrow(
      expect.objectContaining({ code: "bad-store-name" }),
    );
  });
});

describe("inputs", () => {
  test("are found in any string: arguments, names of variables, the builder", () => {
    const a = simple("a");
    const b = derivation({ name: "b", builder: "/bin/sh", outputs: ["out", "dev"] });
    const text = writeText("text", "x");
    const user = derivation({
      name: "user",
      builder: `${a}/bin/sh`,
      args: ["-c", `cat ${text}; ls ${b.dev}`],
    });
    expect(made(user.drvPath).inputDerivations).toEqual({ [a.drvPath!]: ["out"], [b.drvPath!]: ["dev"] });
    expect(made(user.drvPath).inputSources).toEqual([text.outPath]);
  });

  test("are what is known only: any other store path is a text like all others", () => {
    const other = `/store/${"0".repeat(32)}-other`;
    expect(made(simple("user", { other }).drvPath).inputSources).toEqual([]);
    const present = storePath(`/store/${"1".repeat(32)}-present`);
    expect(made(simple("user", { present }).drvPath).inputSources).toEqual([present.outPath]);
    expect(() => storePath("/etc/passwd")).toThrow(expect.objectContaining({ code: "bad-store-path" }));
  });

  test("the same fixed output makes the same output, whichever derivation gives it", () => {
    const from = (host: string) =>
      simple("user", { src: fetchurl({ url: `https://${host}/x.tar.gz`, hash: fakeHash }) });
    expect(from("a.example.org").outPath).toBe(from("b.example.org").outPath);
    expect(from("a.example.org").drvPath).not.toBe(from("b.example.org").drvPath);
  });

  test("changing anything changes the path", () => {
    const text = fc.string().filter((one) => !one.includes("\0"));
    const record = fc.record({ a: text, b: text });
    fc.assert(
      fc.property(record, record, (one, other) => {
        const equal = one.a === other.a && one.b === other.b;
        expect(simple("x", one).outPath === simple("x", other).outPath).toBe(equal);
      }),
    );
  });

  test("are variables that a process can have", () => {
    for (const env of [{ "": "x" }, { "A=B": "x" }, { A: "\0" }, { "A\0": "x" }])
      expect(() => simple("user", env).outPath).toThrow(expect.objectContaining({ code: "bad-attribute" }));
  });

  test("one of the system's programs is none, and says so", () => {
    expect(() => simple("user", { tool: packageNamed("git") }).outPath).toThrow(
      expect.objectContaining({ code: "no-store-path", message: expect.stringContaining("git") }),
    );
  });
});

describe("texts", () => {
  test("that name no output are sources; others are built, with what they name as their input", () => {
    const a = simple("a");
    const plain = writeText("plain", "x");
    const nested = writeScript("nested", `#!/bin/sh\ncat ${plain}\n`);
    const user = writeText("user", `${a}/bin/a ${nested}`);
    expect(plain.drvPath).toBeUndefined();
    expect(nested.drvPath).toBeUndefined();
    expect(made(user.drvPath)).toMatchObject({
      builder: "builtin:lares-write-file",
      inputDerivations: { [a.drvPath!]: ["out"] },
      inputSources: [nested.outPath],
      environment: { text: `${a}/bin/a ${nested}`, executable: "" },
    });
    expect(made(writeScriptBin("go", "#!/bin/sh\n").drvPath).environment).toMatchObject({
      destination: "/bin/go",
      executable: "1",
    });
    expect(needsOf({ any: [user.outPath] })).toEqual({
      storePaths: [user.outPath],
      derivations: {
        [a.drvPath!]: derivationAt(a.drvPath as StorePath).text,
        [user.drvPath!]: derivationAt(user.drvPath as StorePath).text,
      },
      storeSources: [
        { type: "text", path: plain.outPath, text: "x", executable: false, references: [] },
        expect.objectContaining({ path: nested.outPath, executable: true, references: [plain.outPath] }),
      ],
    });
  });
});

test("what is needed is found in keys, lists and bytes, and nothing else is listed", () => {
  const packages = ["a", "b", "c", "d", "unused"].map((name) => simple(name));
  const [a, b, c, d] = packages;
  const bytes = Buffer.from(`\u{0}\u{ff} ${c}`).toString("base64");
  const needs = needsOf({
    [`${a}/x`]: 1,
    list: [[`see ${b}`]],
    content: { type: "bytes", base64: bytes },
    n: null,
    d: plainPackage(d!),
  });
  expect(needs.storePaths).toEqual([a, b, c, d].map((one) => one!.outPath).sort());
  expect(Object.keys(needs.derivations)).toEqual([a, b, c, d].map((one) => one!.drvPath).sort());
});

describe("overriding", () => {
  test("changes attributes, one after the other, and leaves the old package alone", () => {
    const hello = mkDerivation({
      pname: "hello",
      version: "1",
      src: "/x",
      makeFlags: ["A=1"],
      outputs: ["out", "doc"],
    });
    const second = hello.overrideAttrs(({ makeFlags = [] }) => ({
      version: "2",
      makeFlags: [...makeFlags, "B=2"],
    }));
    const third = second.override({ src: "/y" });
    expect(made(third.drvPath)).toMatchObject({
      name: "hello-2",
      environment: { src: "/y", makeFlags: "A=1 B=2", version: "2" },
    });
    expect(third.doc.outPath).toMatch(/-hello-2-doc$/);
    expect(made(hello.drvPath).environment).toMatchObject({ version: "1", makeFlags: "A=1", src: "/x" });
  });

  test("changes the arguments of fetchers and of functions of one's own", () => {
    const tarball = fetchurl({ url: "https://example.org/a-1.tar.gz", hash: fakeHash });
    expect(tarball.override({ url: "https://example.org/a-2.tar.gz" }).name).toBe("a-2.tar.gz");
    const tool = makeOverridable(
      ({ ssl, name }: { ssl: boolean; name: string }) => mkDerivation({ name, env: { ssl } }),
      { ssl: true, name: "tool" },
    );
    const without = tool.override({ ssl: false });
    expect(made(tool.drvPath).environment.ssl).toBe("1");
    expect(made(without.drvPath).environment).toMatchObject({ ssl: "", name: "tool" });
    expect(made(without.override({ name: "other" }).drvPath).environment.ssl).toBe("");
    expect(made(without.overrideAttrs({ version: "3" }).drvPath).environment).toMatchObject({
      version: "3",
      ssl: "",
    });
  });
});

describe("hashes", () => {
  const hashes = (given: object) => () => fetchurl({ url: "https://example.org/x", ...given }).outPath;

  test("are read in every form, and give the same path", () => {
    const hex = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    const paths = [
      { hash: "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" },
      { hash: `sha256:${hex}` },
      { sha256: hex },
      { sha256: "094qif9n4cq4fdg459qzbhg1c6wywawwaaivx0k0x8xhbyx4vwic" },
      { sha256: "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" },
    ].map((given) => hashes(given)());
    expect(new Set(paths).size).toBe(1);
  });

  test("an empty one stands for zeros, as fakeHash does", () => {
    expect(hashes({ hash: "" })()).toBe(hashes({ hash: fakeHash })());
    expect(fetchTarball({ url: "https://example.org/x.zip", hash: "" }).outPath).toMatch(/-source$/);
  });

  test("anything else is refused, with what is wrong", () => {
    const refused: readonly (readonly [object, RegExp])[] = [
      [{}, /it has none/],
      [{ hash: fakeHash, sha256: "" }, /both hash and sha256/],
      [
        { hash: "sha256-abc" },
        /no sha256 hash: that has 64 characters in base 16, 52 in base 32, 44 in base 64, not 3/,
      ],
      [{ hash: "2cf24dba" }, /no hash with its algorithm/],
      [{ sha512: fakeHash }, /no sha512 but a sha256/],
    ];
    for (const [given, message] of refused)
      expect(hashes(given)).toThrow(
        expect.objectContaining({ code: "bad-hash", message: expect.stringMatching(message) }),
      );
  });
});

test("what fetchers are given is checked", () => {
  expect(() => fetchurl({ url: "example.org/x", hash: "" })).toThrow(
    expect.objectContaining({ code: "bad-url" }),
  );
  expect(() => fetchurl({ hash: "" })).toThrow(expect.objectContaining({ code: "bad-url" }));
  expect(() => fetchurl({ url: "https://example.org/", hash: "" }).outPath).not.toThrow();
  expect(() => fetchGit({ url: "https://example.org/x.git", rev: "main", hash: "" })).toThrow(
    expect.objectContaining({ code: "bad-revision" }),
  );
  const rev = "0123456789012345678901234567890123456789";
  expect(
    made(fetchGit({ url: "https://example.org/x.git", rev, hash: "", submodules: true }).drvPath),
  ).toMatchObject({
    name: "source",
    builder: "builtin:lares-fetch-git",
    environment: { rev, submodules: "1", outputHashMode: "recursive" },
  });
});

describe("archive", () => {
  test("is a package over a download, told what to install", () => {
    const tool = archive({
      pname: "tool",
      version: "1.2",
      url: "https://example.org/tool.tar.gz",
      hash: "",
      bin: ["tool"],
      completions: { zsh: ["_tool"] },
    });
    const { builder, environment, inputDerivations } = made(tool.drvPath);
    expect(builder).toBe("builtin:lares-archive");
    expect(JSON.parse(environment.install!)).toEqual({ bin: ["tool"], completions: { zsh: ["_tool"] } });
    expect(environment).toMatchObject({ name: "tool-1.2", pname: "tool" });
    const [download] = Object.keys(inputDerivations);
    expect(made(download)).toMatchObject({
      builder: "builtin:fetchurl",
      outputs: { out: { hashAlgorithm: "sha256" } },
    });
  });

  test("for several systems takes that of the home, and says where it has none", () => {
    const tool = archive({
      pname: "tool",
      platforms: { "x86_64-linux": { url: "https://example.org/linux.tar.gz", hash: "" } },
    });
    expect(made(Object.keys(made(tool.drvPath).inputDerivations)[0]).environment.url).toMatch(/linux/);
    begin({ system: "aarch64-darwin" });
    expect(() => tool.outPath).toThrow(
      expect.objectContaining({ code: "unsupported-platform", details: ["it is there for x86_64-linux"] }),
    );
  });
});

test("applications find what they run, and a package that is one of the system's own is on PATH anyway", () => {
  const tool = simple("tool");
  const app = writeShellApplication({
    name: "app",
    text: "tool",
    runtimeInputs: [tool, packageNamed("git")],
  });
  const { text } = made(app.drvPath).environment;
  expect(text).toContain(`export PATH="${tool}/bin:$PATH"`);
  expect(made(app.drvPath).inputDerivations).toHaveProperty([tool.drvPath!]);
});

test("a command of one's own is the whole build", () => {
  const one = runCommand("one", { env: { A: 1 } }, "echo $A > $out");
  expect(made(one.drvPath).environment).toMatchObject({ buildCommand: "echo $A > $out", A: "1" });
});
