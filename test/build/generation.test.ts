import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { buildGeneration, prepareGeneration, writeGenerationTo } from "../../src/build/generation.ts";
import { readRecord } from "../../src/build/generation-record.ts";
import type { HomeDescription } from "../../src/home/description.ts";
import type { ManifestEntry } from "../../src/home/manifest.ts";
import { readManifest } from "../../src/profile/read-manifest.ts";
import { readSteps } from "../../src/profile/steps.ts";
import { directoryNode, fileNode } from "../../src/store/tree.ts";
import { verifyStore } from "../../src/store/verify.ts";
import { has, nix, temporaryFolder, temporaryPlaces, withStore } from "../store/places.ts";
import { file, home, listing, source, text } from "./home.ts";

const storeDir = absolutePath("/nowhere/store");
const prepare = (description: HomeDescription) => prepareGeneration(storeDir, description);

/** The plain form of a generation's `home-files`, and its manifest without origins. */
const built = (description: HomeDescription) => {
  const out = absolutePath(join(temporaryFolder(), "out"));
  const prepared = prepare(description);
  writeGenerationTo(out, prepared);
  const entries = prepared.manifest.entries.map(({ origin: _, ...entry }: ManifestEntry) => entry);
  return { out, files: listing(join(out, "home-files")), entries };
};

const failure = (description: HomeDescription): LaresError => {
  try {
    prepare(description);
  } catch (error) {
    if (error instanceof LaresError) return error;
    throw error;
  }
  throw new Error("it was built");
};

const sourceFolder = () => {
  const folder = join(temporaryFolder(), "dotfiles");
  mkdirSync(join(folder, "sub", "empty"), { recursive: true });
  writeFileSync(join(folder, "plain"), "plain\n");
  writeFileSync(join(folder, "run"), "#!/bin/sh\n", { mode: 0o755 });
  writeFileSync(join(folder, "sub", "leaf"), "leaf\n");
  symlinkSync("../plain", join(folder, "sub", "link"));
  return folder;
};

describe("files", () => {
  test("by text and by source, with the executable bit asked for, else the source's", () => {
    const folder = sourceFolder();
    const { files, entries } = built(
      home({
        files: [
          file(".a", text("a")),
          file(".b", text("b", { executable: true })),
          file(".c", source(join(folder, "plain"))),
          file(".d", source(join(folder, "run"))),
          file(".e", source(join(folder, "run"), { executable: false })),
          file(".f", source(join(folder, "plain"), { executable: true })),
          file(".g", { type: "symlink", text: "/somewhere/else" }, { force: true, onChange: "echo g" }),
        ],
      }),
    );
    expect(files).toEqual([
      '.a 644 "a"',
      '.b 755 "b"',
      '.c 644 "plain\\n"',
      '.d 755 "#!/bin/sh\\n"',
      '.e 644 "#!/bin/sh\\n"',
      '.f 755 "plain\\n"',
      ".g -> /somewhere/else",
    ]);
    expect(entries.slice(-2)).toEqual([
      { kind: "link", path: ".f", leads: "file", hash: expect.stringMatching(/^[0-9a-z]{52}$/) },
      { kind: "link", path: ".g", leads: "link", hash: expect.any(String), force: true, onChange: "echo g" },
    ]);
  });

  test("a directory is one entry; recursive is one for each leaf, and links inside stay as they are", () => {
    const folder = sourceFolder();
    const whole = built(home({ files: [file("dir", source(folder), { mode: "directory" })] }));
    expect(whole.entries).toMatchObject([{ kind: "link", path: "dir", leads: "directory" }]);
    expect(whole.files).toEqual([
      'dir/plain 644 "plain\\n"',
      'dir/run 755 "#!/bin/sh\\n"',
      "dir/sub/empty/",
      'dir/sub/leaf 644 "leaf\\n"',
      "dir/sub/link -> ../plain",
    ]);
    const leaves = built(home({ files: [file("dir", source(folder), { mode: "recursive" })] }));
    expect(leaves.entries.map(({ path, kind }) => [path, kind])).toEqual([
      ["dir/plain", "link"],
      ["dir/run", "link"],
      ["dir/sub/leaf", "link"],
      ["dir/sub/link", "link"],
    ]);
    expect(leaves.files).toEqual(whole.files.filter((line) => !line.endsWith("/")));
  });

  test("copies have modes and the hash of their bytes; live ones only a source", () => {
    const folder = sourceFolder();
    const { entries, files } = built(
      home({
        files: [
          file("copied", source(folder), { mode: "copy" }),
          file("live/deep/down", source(join(folder, "plain")), { mode: "live" }),
          file("secret", text("s"), { mode: "copy", permissions: 0o600 }),
        ],
      }),
    );
    const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");
    expect(entries).toEqual([
      { kind: "copy", path: "copied/plain", mode: 0o644, hash: sha256("plain\n") },
      { kind: "copy", path: "copied/run", mode: 0o755, hash: sha256("#!/bin/sh\n") },
      { kind: "copy", path: "copied/sub/leaf", mode: 0o644, hash: sha256("leaf\n") },
      { kind: "link", path: "copied/sub/link", leads: "link", hash: expect.any(String) },
      { kind: "live", path: "live/deep/down", source: join(folder, "plain") },
      { kind: "copy", path: "secret", mode: 0o600, hash: sha256("s") },
    ]);
    expect(files.some((line) => line.startsWith("live"))).toBe(false);
  });

  test("a single file may lie in a recursive directory", () => {
    const folder = sourceFolder();
    const { files } = built(
      home({
        files: [file("dir", source(join(folder, "sub")), { mode: "recursive" }), file("dir/more", text("m"))],
      }),
    );
    expect(files).toEqual(['dir/leaf 644 "leaf\\n"', "dir/link -> ../plain", 'dir/more 644 "m"']);
  });

  test("any set of targets: what is built is exactly what was described", () => {
    const segment = fc.constantFrom("a", "b", "c", ".d", "ä", "e f");
    const target = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(fc.dictionary(target, fc.string(), { maxKeys: 6 }), (contents) => {
        const targets = Object.keys(contents);
        const clash = targets.some((a) => targets.some((b) => b.startsWith(`${a}/`)));
        const description = home({ files: targets.map((target) => file(target, text(contents[target]!))) });
        if (clash) expect(failure(description).code).toBe("conflicting-targets");
        else {
          const expected = targets.map(
            (target) => `${target} 644 ${JSON.stringify(contents[target]!.toWellFormed())}`,
          );
          expect(new Set(built(description).files)).toEqual(new Set(expected));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("what cannot be built is an error", () => {
  test("a missing source names the option and the place", () => {
    const error = failure(home({ files: [file(".x", source("/no/such/file"))] }));
    expect(error).toMatchObject({
      code: "missing-source",
      message: 'home.file.".x": there is no /no/such/file',
      place: { file: "/etc/home.config.ts", line: 3 },
    });
    expect(error.hint).toBeDefined();
  });

  test("all of them at once, of the specialisations too", () => {
    const error = failure(
      home({
        files: [file(".x", source("/no/x")), file(".y", source("/no/y"), { mode: "live" })],
        specialisations: { dark: home({ files: [file(".z", source("/no/z"))] }) },
      }),
    );
    expect(error.code).toBe("missing-source");
    expect(error.details).toEqual([
      'home.file.".x": there is no /no/x (/etc/home.config.ts:3)',
      'home.file.".y": there is no /no/y (/etc/home.config.ts:3)',
      'home.file.".z": there is no /no/z (/etc/home.config.ts:3)',
    ]);
  });

  test.skipIf(process.getuid?.() === 0)(
    "an unreadable source (skipped as root, who reads everything)",
    () => {
      const folder = sourceFolder();
      chmodSync(join(folder, "plain"), 0o000);
      expect(failure(home({ files: [file(".x", source(folder))] }))).toMatchObject({
        code: "unusable-source",
        message: expect.stringContaining(`${join(folder, "plain")} may not be read`),
      });
    },
  );

  test("a socket in a source directory, a loop of links, a directory that is none", async () => {
    const folder = sourceFolder();
    symlinkSync("loop", join(folder, "loop"));
    expect(failure(home({ files: [file(".x", source(join(folder, "loop")))] })).code).toBe("unusable-source");
    expect(failure(home({ files: [file(".x", text("t"), { mode: "directory" })] })).code).toBe(
      "unusable-source",
    );
    const server = createServer().listen(join(folder, "socket"));
    await once(server, "listening");
    try {
      for (const path of [folder, join(folder, "socket")])
        expect(failure(home({ files: [file(".x", source(path))] }))).toMatchObject({
          code: "unusable-source",
          message: expect.stringMatching(/socket.* is neither a file/),
        });
    } finally {
      server.close();
    }
  });

  test("two entries in each other's way, both named", () => {
    const folder = sourceFolder();
    const inside = failure(
      home({ files: [file(".config/app", source(folder)), file(".config/app/rc", text("x"))] }),
    );
    expect(inside.code).toBe("conflicting-targets");
    expect(inside.message).toContain('home.file.".config/app" and home.file.".config/app/rc"');
    const same = failure(
      home({ files: [file("d", source(folder), { mode: "recursive" }), file("d/plain", text("x"))] }),
    );
    expect(same.message).toContain('home.file."d" and home.file."d/plain" both have d/plain');
    const reversed = failure(
      home({ files: [file("d/sub/leaf/x", text("x")), file("d", source(folder), { mode: "recursive" })] }),
    );
    expect(reversed.code).toBe("conflicting-targets");
    const live = failure(
      home({ files: [file("d", source(folder), { mode: "live" }), file("d/x", text("x"))] }),
    );
    expect(live.code).toBe("conflicting-targets");
  });

  test("a generation file that takes the place of Lares' own", () => {
    for (const name of ["manifest.json", "home-files", "specialisation/x", "../x", "home-files/x/../y"])
      expect(failure(home({ generationFiles: { [name]: text("x") } })).code).toBe("reserved-name");
  });

  test("an output folder that is taken", () => {
    const { out } = built(home());
    expect(() => writeGenerationTo(out, prepare(home()))).toThrow(
      expect.objectContaining({ code: "output-exists" }),
    );
  });
});

describe("the effect key", () => {
  const base = home({
    files: [file(".x", text("x"))],
    activation: [{ name: "a", script: "b", phase: "write" }],
  });
  const key = (description: HomeDescription) => prepare(description).record.effectKey;

  test("does not know where things were written", () => {
    const moved = file(".x", text("x"), {
      origin: { option: "programs.x.text", place: { file: "/b.ts", line: 9 } },
    });
    expect(key({ ...base, files: [moved] })).toBe(key(base));
    expect(prepare({ ...base, files: [moved] }).manifest).not.toEqual(prepare(base).manifest);
  });

  test("knows everything that a switch would change", () => {
    const [x] = base.files;
    const variants: Partial<HomeDescription>[] = [
      { files: [] },
      { files: [{ ...x!, content: text("y") }] },
      { files: [{ ...x!, content: text("x", { executable: true }) }] },
      { files: [{ ...x!, mode: "copy" }] },
      { files: [{ ...x!, mode: "copy", permissions: 0o600 }] },
      { files: [{ ...x!, onChange: "run" }] },
      { files: [file(".y", text("x"))] },
      { activation: [] },
      { activation: [{ name: "a", script: "c", phase: "write" }] },
      { sessionVariables: { A: "1" } },
      { sessionPath: ["/bin"] },
      { profileFiles: { "bin/x": text("x") } },
      { generationFiles: { "LaunchAgents/x": text("x") } },
      { packages: [{ kind: "package", name: "git" }] },
      { username: "bob" },
      { specialisations: { dark: home() } },
      { specialisations: { dark: home({ sessionPath: ["/bin"] }) } },
    ];
    const keys = variants.map((variant) => key({ ...base, ...variant }));
    expect(new Set([key(base), ...keys]).size).toBe(variants.length + 1);
  });
});

describe("home-path", () => {
  const packageAt = (name: string, files: Record<string, string>, priority?: number) => {
    const outPath = join(temporaryFolder(), name);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(outPath, path, ".."), { recursive: true });
      writeFileSync(join(outPath, path), content);
    }
    return { kind: "package", name, outPath, ...(priority !== undefined && { priority }) } as const;
  };
  const profile = (description: HomeDescription) => listing(join(built(description).out, "home-path"));

  test("lays packages over each other, as shallow as may be", () => {
    const a = packageAt("a", { "bin/a": "", "share/man/a.1": "", "nix-support/x": "" });
    const b = packageAt("b", { "bin/b": "", "lib/b.so": "" });
    expect(profile(home({ packages: [a, b], profileFiles: { "share/own/x": text("own") } }))).toEqual([
      `bin/a -> ${a.outPath}/bin/a`,
      `bin/b -> ${b.outPath}/bin/b`,
      `lib -> ${b.outPath}/lib`,
      `share/man -> ${a.outPath}/share/man`,
      'share/own/x 644 "own"',
    ]);
  });

  test("the lower priority number wins, whatever the order; equal ones are an error that names both", () => {
    const low = packageAt("low", { "bin/x": "low" }, 4);
    const high = packageAt("high", { "bin/x": "high" });
    for (const packages of [
      [low, high],
      [high, low],
    ])
      expect(profile(home({ packages }))).toEqual([`bin/x -> ${low.outPath}/bin/x`]);
    expect(failure(home({ packages: [high, packageAt("other", { "bin/x": "" })] }))).toMatchObject({
      code: "package-conflict",
      message: "home.packages: high and other both have bin/x",
    });
  });

  test("Lares' own files win over packages; packages that are not there are left out", () => {
    const a = packageAt("a", { "bin/lares": "theirs", "bin/a": "" });
    const absent = [
      { kind: "package", name: "git" },
      { kind: "package", name: "x", outPath: "@x@" },
    ] as const;
    expect(profile(home({ packages: [a, ...absent], profileFiles: { "bin/lares": text("own") } }))).toEqual([
      `bin/a -> ${a.outPath}/bin/a`,
      'bin/lares 644 "own"',
    ]);
  });

  test("a stand-in has the contents that it was given, and sources lead into them", () => {
    const { outPath: contents } = packageAt("contents", { "share/theme": "dark" });
    const packages = [{ kind: "package", name: "theme", outPath: "@theme@", contents }] as const;
    const files = [file("theme", source("@theme@/share/theme")), file("other", source("@other@/share/x"))];
    const { out, files: made } = built(home({ packages, files }));
    expect(listing(join(out, "home-path"))).toEqual(['share/theme 644 "dark"']);
    expect(made).toEqual(["other -> @other@/share/x", 'theme 644 "dark"']);
  });
});

describe("in the store", () => {
  const whole = (folder: string) =>
    home({
      files: [file("dir", source(folder)), file(".x", text("x"), { mode: "copy" })],
      profileFiles: { "etc/profile.d/hm-session-vars.sh": text("export A=1\n") },
      generationFiles: { "LaunchAgents/org.example.plist": text("<plist/>") },
      sessionVariables: { A: "1" },
      activation: [{ name: "hello", script: "echo hello", phase: "write" }],
      specialisations: { dark: home({ files: [file(".x", text("dark"))] }) },
      warnings: ["careful"],
    });

  test("the generation is whole, canonical, and read back by those who activate it", () => {
    const places = temporaryPlaces();
    const description = whole(sourceFolder());
    withStore(places, (store) => {
      const { path, manifest, record, warnings } = buildGeneration(store, description);
      expect(readManifest(path)).toEqual(manifest);
      expect(readRecord(path)).toEqual(record);
      expect(readSteps(path)).toEqual(description.activation);
      expect(warnings).toEqual(["careful"]);
      expect(record).toMatchObject({
        username: "ada",
        homeDirectory: "/home/ada",
        sessionVariables: { A: "1" },
      });
      const lines = listing(path).filter((line) => !/\.json|^activate /.test(line));
      const [dark] = store.queryPathInfo(path)!.references;
      expect(lines).toEqual([
        'LaunchAgents/org.example.plist 444 "<plist/>"',
        'home-files/.x 444 "x"',
        'home-files/dir/plain 444 "plain\\n"',
        'home-files/dir/run 555 "#!/bin/sh\\n"',
        "home-files/dir/sub/empty/",
        'home-files/dir/sub/leaf 444 "leaf\\n"',
        "home-files/dir/sub/link -> ../plain",
        'home-path/etc/profile.d/hm-session-vars.sh 444 "export A=1\\n"',
        `specialisation/dark -> ${dark}`,
      ]);
      expect(readManifest(dark!).entries).toMatchObject([{ path: ".x" }]);
      expect(verifyStore(store, places, { checkContents: true }).findings).toEqual([]);
      expect(buildGeneration(store, description).path).toBe(path);
    });
    if (has("nix-store")) expect(nix(places, "nix-store", "--verify", "--check-contents")).toBe("");
  });

  test("its steps can be read and run again as a script; commands for changed files on demand", () => {
    const places = temporaryPlaces();
    withStore(places, (store) => {
      const { path } = buildGeneration(store, {
        ...whole(sourceFolder()),
        activation: [
          { name: "first", phase: "check", script: 'echo "first $newGenPath"' },
          { name: "second", phase: "write", script: "run echo second; false || exit 0" },
        ],
        files: whole(sourceFolder()).files.map((file) => ({ ...file, onChange: "echo changed" })),
      });
      const run = (...args: string[]) => spawnSync(join(path, "activate"), args, { encoding: "utf8" }).stdout;
      expect(run()).toBe(`first ${path}\nsecond\n`);
      expect(run("--changed")).toMatch(/^first .*\nsecond\n(changed\n)+$/);
    });
  });

  test("it refers to every store path that its files mention, and links to what is in the store already", () => {
    const places = temporaryPlaces();
    withStore(places, (store) => {
      const tool = store.addNode(
        "tool",
        [],
        directoryNode([["bin", directoryNode([["t", fileNode("", true)]])]]),
      );
      const theme = store.addNode("theme", [], directoryNode([["d", directoryNode([["c", fileNode("c")]])]]));
      const unused = store.addNode("unused", [], fileNode("u"));
      const { path } = buildGeneration(
        store,
        home({
          files: [
            file(".rc", text(`run ${tool}/bin/t\n`)),
            file("theme", source(theme)),
            file("leaves", source(theme), { mode: "recursive" }),
          ],
        }),
      );
      expect(store.queryPathInfo(path)!.references).toEqual([theme, tool].sort());
      expect(store.closure([path])).not.toContain(unused);
      expect(listing(join(path, "home-files")).slice(1)).toEqual([
        `leaves/d/c -> ${theme}/d/c`,
        `theme -> ${theme}`,
      ]);
    });
  });

  test("the plain form has the same contents", () => {
    const places = temporaryPlaces();
    const description = whole(sourceFolder());
    const out = absolutePath(join(temporaryFolder(), "out"));
    withStore(places, (store) => {
      const { path } = buildGeneration(store, description);
      writeGenerationTo(out, prepareGeneration(places.storeDir, description));
      const writable = (line: string) => line.replace(/ 444 /, " 644 ").replace(/ 555 /, " 755 ");
      const sealed = listing(path).filter((line) => !line.startsWith("specialisation"));
      expect(listing(out).filter((line) => !line.startsWith("specialisation"))).toEqual(sealed.map(writable));
      expect(readFileSync(join(out, "specialisation/dark/home-files/.x"), "utf8")).toBe("dark");
    });
  });
});
