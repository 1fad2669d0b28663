/** What modules make of packages: texts, scripts, wrappers, overlays. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type PackageReference, packageNamed } from "../../src/base/package.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { prepareGeneration, writeGenerationTo } from "../../src/build/generation.ts";
import { mkDerivation } from "../../src/derivation/mk-derivation.ts";
import { beginSession } from "../../src/derivation/session.ts";
import { wrapped } from "../../src/derivation/wrap.ts";
import { describeHome } from "../../src/home/describe.ts";
import { makeLib } from "../../src/home/lib.ts";
import type { Overlay } from "../../src/home/overlays.ts";
import { emptyRegistry } from "../../src/option/module.ts";
import { defining, host } from "../option/sample.ts";
import { temporaryFolder } from "../store/places.ts";

const home = (
  config: object,
  resolve = (reference: PackageReference) => reference,
  storeDir = "/nix/store",
) => {
  beginSession({
    storeDir: absolutePath(storeDir),
    system: "x86_64-linux",
    folder: absolutePath("/conf"),
    onLook: () => {},
  });
  return describeHome({
    modules: [defining(config)],
    registry: emptyRegistry,
    context: { host, lib: makeLib(resolve, "/home/ada/.lares/home-path") },
    resolvePackage: resolve,
  }).description;
};

const withoutDigest = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/\/nix\/store\/[0-9a-z]{32}-/g, "/nix/store/…-");

type Lib = ReturnType<typeof makeLib>;

test("lib.text and lib.script give paths for generated files, scripts with a first line of their own or bash's", () => {
  const { files, storeSources, storePaths } = home({
    home: {
      file: {
        ".a": { text: ({ lib }: { lib: Lib }) => `include ${lib.text("part.conf", "x = 1\n")}\n` },
        ".b": {
          text: ({ lib }: { lib: Lib }) =>
            `${lib.script("one", "echo 1\n")} ${lib.script("two", "#!/bin/sh\n")}\n`,
        },
      },
    },
  });
  expect(withoutDigest(files.map(({ content }) => content))).toBe(
    JSON.stringify([
      { type: "text", text: "include /nix/store/…-part.conf\n" },
      { type: "text", text: "/nix/store/…-one /nix/store/…-two\n" },
    ]),
  );
  expect(storePaths).toHaveLength(3);
  expect(storeSources).toMatchObject([
    { text: "x = 1\n", executable: false },
    { text: "#!/usr/bin/env bash\necho 1\n", executable: true },
    { text: "#!/bin/sh\n", executable: true },
  ]);
});

test("a text as a file's source has its contents in a generation that is written without a store", () => {
  const description = home({
    home: {
      file: {
        ".a": { source: ({ lib }: { lib: Lib }) => lib.text("part.conf", "x = 1\n") },
        ".b": { source: ({ lib }: { lib: Lib }) => lib.script("go", "echo\n") },
      },
    },
  });
  const folder = temporaryFolder();
  writeGenerationTo(folder, prepareGeneration(absolutePath("/other/store"), description));
  expect(readFileSync(join(folder, "home-files/.a"), "utf8")).toBe("x = 1\n");
  expect(spawnSync(join(folder, "home-files/.b")).status).toBe(0);
  const inStore = prepareGeneration(absolutePath("/nix/store"), description);
  expect(JSON.stringify([...inStore.mentioned].sort())).toBe(
    JSON.stringify(description.storePaths.map((path) => path.slice(11, 43)).sort()),
  );
});

describe("overlays", () => {
  const overlaid = (overlays: readonly Overlay[], more: object = {}) =>
    home({
      lares: { overlays },
      home: { packages: ["git", "fd"], ...more },
    });

  test("say what names mean, one after the other, in lib too", () => {
    const { packages, files } = overlaid(
      [
        () => ({ git: "npm:first", tool: mkDerivation({ name: "tool" }) }),
        (final, previous) => ({ git: wrapped(previous.git!, { flags: ["-p"] }), fd: final.tool! }),
      ],
      {
        file: {
          ".a": { text: ({ lib }: { lib: Lib }) => `${lib.program("fd")} ${lib.package("git").name}\n` },
        },
      },
    );
    expect(packages.map(({ name }) => name)).toEqual(["first", "tool"]);
    expect(files[0]!.content).toMatchObject({
      text: expect.stringMatching(/^\/nix\/store\/.{32}-tool\/bin\/tool first\n$/),
    });
  });

  test("leave references alone that have a path, and names that no overlay has", () => {
    const { packages } = overlaid([() => ({ git: "never" })], {
      packages: [
        { kind: "package", name: "git", outPath: "/x" },
        "npm:git",
        { kind: "package", name: "git", priority: 3 },
      ],
    });
    expect(packages).toEqual([
      { kind: "package", name: "git", outPath: "/x" },
      packageNamed("npm:git"),
      { kind: "package", name: "never", priority: 3 },
    ]);
  });

  test("that read what they are about to define say so", () => {
    expect(() => overlaid([(final) => ({ git: final.git!.name })])).toThrow(
      "an overlay of lares.overlays reads",
    );
  });
});

describe("lib.wrapped", () => {
  const wrapping = {
    set: { X_SET: "it's" },
    setDefault: { X_DEFAULT: '$a"b`' },
    prefix: { X_PATH: ["/one", "/two"] },
    suffix: { X_PATH: ["/last"] },
    unset: ["X_GONE"],
    flags: ["--flag", "two words"],
    run: "export X_RUN=1",
  };

  test("of the system's own program starts the next one on PATH, by whatever link it was called", () => {
    home({});
    const { drvPath } = wrapped(packageNamed("show"), wrapping);
    const { derivations } = home({ home: { packages: [wrapped(packageNamed("show"), wrapping)] } });
    expect(Object.keys(derivations)).toEqual([drvPath]);
    const folder = temporaryFolder();
    const files = { first: "", second: '#!/bin/sh\nenv | grep ^X_ | sort\nprintf "<%s>" "$@"\n' };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "show"), text);
      chmodSync(join(folder, name, "show"), 0o755);
    }
    const text = /"text","((?:[^"\\]|\\.)*)"/.exec(derivations[drvPath as never]!)![1]!;
    writeFileSync(join(folder, "first/show"), JSON.parse(`"${text}"`) as string);
    mkdirSync(join(folder, "link"));
    symlinkSync("../first/show", join(folder, "link/show"));
    const run = (PATH: string) =>
      spawnSync("show", ["a"], {
        encoding: "utf8",
        env: { PATH: `${PATH}:/usr/bin:/bin`, X_GONE: "x", X_PATH: "/mid" },
      });
    const expected = [
      'X_DEFAULT=$a"b`',
      "X_PATH=/one:/two:/mid:/last",
      "X_RUN=1",
      "X_SET=it's",
      "<--flag><two words><a>",
    ].join("\n");
    expect(run(["link", "first", "second"].map((name) => join(folder, name)).join(":")).stdout).toBe(
      expected,
    );
    expect(run(join(folder, "first"))).toMatchObject({ status: 127 });
  });

  test("of a package has all of it, with the program's place taken", () => {
    home({});
    const tool = mkDerivation({ name: "tool", version: "2" });
    const { packages, derivations } = home({
      home: { packages: [wrapped(tool, { ...wrapping, name: "tool-wrapped" })] },
    });
    expect(packages).toMatchObject([{ name: "tool-wrapped", version: "2", mainProgram: "tool" }]);
    expect(Object.keys(derivations)).toContain(tool.drvPath);
    expect(derivations[packages[0]!.drvPath as never]).toContain(`program='${tool}/bin/tool'`);
  });
});

test("what a home keeps without installing it is named in the generation, and steps find their own programs first", () => {
  const tool = mkDerivation({ name: "tool", buildCommand: "mkdir $out" });
  const { activation, generationFiles, packages, storePaths } = home({
    home: {
      extraDependencies: [tool, "/nix/store/abc-kept"],
      extraActivationPath: [tool, "jq"],
      activation: { one: { after: ["writeBoundary"], run: "tool", undo: "tool --undo" } },
    },
  });
  expect(packages).toEqual([]);
  expect(generationFiles).toEqual({
    "extra-dependencies": { type: "text", text: `${tool.outPath}\n/nix/store/abc-kept\n` },
  });
  expect(storePaths).toContain(tool.outPath);
  const path = `PATH=${tool.outPath}/bin:"$PATH"\n`;
  expect(activation).toMatchObject([{ script: `${path}tool`, undo: `${path}tool --undo` }]);
});
