/** The promise of the paths, kept by somebody else's program: real Nix instantiates the same derivations to the same bytes. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { StorePath } from "../../src/base/paths.ts";
import { derivation } from "../../src/derivation/derivation.ts";
import { fetchurl } from "../../src/derivation/fetch.ts";
import { mkDerivation } from "../../src/derivation/mk-derivation.ts";
import type { Package } from "../../src/derivation/package.ts";
import { phasesScript } from "../../src/derivation/phases.ts";
import { derivationAt } from "../../src/derivation/session.ts";
import { path } from "../../src/derivation/source-tree.ts";
import { writeText } from "../../src/derivation/text.ts";
import { parseDerivation } from "../../src/format/aterm.ts";
import { nameOf } from "../../src/format/store-path.ts";
import type { Places } from "../../src/system/places.ts";
import { has, temporaryFolder, temporaryPlaces, withStore } from "../store/places.ts";
import { beginSessionIn, evaluateWithNix } from "./nix.ts";

const sha256 = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
const sha512 =
  "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043";
const sha1 = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";

/** Where Nix wrote a `.drv`, it is read back too: our text of it is that one. */
const compare = (places: Places, packages: readonly Package[], expression: string): void => {
  const ours = packages.map(({ drvPath, outPath }) => [drvPath, outPath]);
  const wrapped = `let ${expression} in map (d: [d.drvPath d.outPath]) all`;
  expect(ours).toEqual(evaluateWithNix(places, wrapped));
  for (const { drvPath } of packages) {
    const text = readFileSync(drvPath!, "utf8");
    expect(derivationAt(drvPath as StorePath).text).toBe(text);
    const name = nameOf(drvPath as StorePath).replace(/\.drv$/, "");
    expect(parseDerivation(name, text)).toEqual(derivationAt(drvPath as StorePath).derivation);
  }
};

describe.skipIf(!has("nix-instantiate"))("real Nix (skipped where nix-instantiate is not installed)", () => {
  let places: Places;
  beforeEach(() => {
    places = temporaryPlaces();
    withStore(places, () => {});
    beginSessionIn(places);
  });

  test("fixed outputs: flat and recursive, each algorithm, each way to write a hash", () => {
    const fixed = (name: string, more: object) =>
      derivation({ name, builder: "/bin/sh", args: ["-c", "true"], ...more });
    compare(
      places,
      [
        fixed("flat", { outputHash: sha256 }),
        fixed("recursive", { outputHash: sha256, outputHashMode: "recursive" }),
        fixed("long", { outputHash: sha512, outputHashAlgo: "sha512", outputHashMode: "flat" }),
        fixed("long-tree", { outputHash: sha512, outputHashAlgo: "sha512", outputHashMode: "recursive" }),
        fixed("old", { outputHash: sha1, outputHashAlgo: "sha1" }),
        fixed("old-tree", { outputHash: sha1, outputHashAlgo: "sha1", outputHashMode: "recursive" }),
        fixed("base32", {
          outputHash: "094qif9n4cq4fdg459qzbhg1c6wywawwaaivx0k0x8xhbyx4vwic",
          outputHashAlgo: "sha256",
        }),
        fixed("unknown", { outputHash: "", outputHashAlgo: "sha256" }),
      ],
      `fixed = name: more: derivation ({ inherit name; system = "x86_64-linux"; builder = "/bin/sh"; args = ["-c" "true"]; } // more);
       all = [
         (fixed "flat" { outputHash = "${sha256}"; })
         (fixed "recursive" { outputHash = "${sha256}"; outputHashMode = "recursive"; })
         (fixed "long" { outputHash = "${sha512}"; outputHashAlgo = "sha512"; outputHashMode = "flat"; })
         (fixed "long-tree" { outputHash = "${sha512}"; outputHashAlgo = "sha512"; outputHashMode = "recursive"; })
         (fixed "old" { outputHash = "${sha1}"; outputHashAlgo = "sha1"; })
         (fixed "old-tree" { outputHash = "${sha1}"; outputHashAlgo = "sha1"; outputHashMode = "recursive"; })
         (fixed "base32" { outputHash = "094qif9n4cq4fdg459qzbhg1c6wywawwaaivx0k0x8xhbyx4vwic"; outputHashAlgo = "sha256"; })
         (fixed "unknown" { outputHash = ""; outputHashAlgo = "sha256"; })
       ];`,
    );
  });

  test("fetchurl is the fetcher that comes with Nix", () => {
    compare(
      places,
      [
        fetchurl({ url: "https://example.org/a/tool-1.0.tar.gz?x=1", name: "tool.tar.gz", hash: sha256 }),
        fetchurl({ url: "https://example.org/tool", sha512, executable: true }),
        fetchurl({ url: "https://example.org/old.zip", sha1 }),
      ],
      `fetch = import <nix/fetchurl.nix>;
       all = [
         (fetch { url = "https://example.org/a/tool-1.0.tar.gz?x=1"; name = "tool.tar.gz"; hash = "${sha256}"; })
         (fetch { url = "https://example.org/tool"; sha512 = "${sha512}"; executable = true; })
         (fetch { url = "https://example.org/old.zip"; sha1 = "${sha1}"; })
       ];`,
    );
  });

  test("outputs, and derivations that use some of them, directly and over others", () => {
    const source = fetchurl({ url: "https://example.org/x.tar.gz", hash: sha256 });
    const mirror = fetchurl({ url: "https://mirror.example.org/x.tar.gz", hash: sha256 });
    const lib = derivation({
      name: "lib",
      builder: "/bin/sh",
      args: ["-c", 'echo "tab\there" \\ $out\r\n'],
      env: {
        source,
        text: 'é 💀 \t "quoted" \\ \n',
        number: 3,
        yes: true,
        no: false,
        nothing: null,
        list: ["a", 1, ["b", true]],
      },
      outputs: ["out", "dev", "man"],
    });
    const tool = derivation({
      name: "tool",
      builder: `${lib.dev}/bin/cc`,
      args: [lib, lib.man],
      env: { mirror },
    });
    const both = derivation({ name: "both", builder: "/bin/sh", env: { mirror } });
    const top = derivation({
      name: "top",
      builder: "/bin/sh",
      system: "aarch64-darwin",
      env: { all: [tool, lib.dev, both], script: `run ${tool}/bin/tool and ${lib.man}/share\n` },
    });
    const onlyDev = derivation({
      name: "only-dev",
      builder: "/bin/sh",
      outputs: ["dev", "bin"],
      env: { top },
    });
    compare(
      places,
      [source, mirror, lib, tool, both, top, onlyDev],
      `fetch = import <nix/fetchurl.nix>;
       system = "x86_64-linux";
       source = fetch { url = "https://example.org/x.tar.gz"; hash = "${sha256}"; };
       mirror = fetch { url = "https://mirror.example.org/x.tar.gz"; hash = "${sha256}"; };
       lib = derivation {
         name = "lib"; inherit system source; builder = "/bin/sh"; args = ["-c" "echo \\"tab\\there\\" \\\\ $out\\r\\n"];
         text = "é 💀 \\t \\"quoted\\" \\\\ \\n"; number = 3; yes = true; no = false; nothing = null; list = ["a" 1 ["b" true]];
         outputs = ["out" "dev" "man"];
       };
       tool = derivation { name = "tool"; inherit system mirror; builder = "\${lib.dev}/bin/cc"; args = [lib lib.man]; };
       both = derivation { name = "both"; inherit system mirror; builder = "/bin/sh"; };
       top = derivation {
         name = "top"; system = "aarch64-darwin"; builder = "/bin/sh"; all = [tool lib.dev both];
         script = "run \${tool}/bin/tool and \${lib.man}/share\\n";
       };
       onlyDev = derivation { name = "only-dev"; inherit system top; builder = "/bin/sh"; outputs = ["dev" "bin"]; };
       all = [source mirror lib tool both top onlyDev];`,
    );
  });

  test("texts and folders that derivations take in", () => {
    const folder = temporaryFolder();
    const tree = join(folder, "tree");
    mkdirSync(join(tree, "build", "deep"), { recursive: true });
    mkdirSync(join(tree, "src", "empty"), { recursive: true });
    for (const name of ["a.c", "src/b.c", "src/b.o", "build/x", "build/deep/y", "é"])
      writeFileSync(join(tree, name), name);
    writeFileSync(join(tree, "run"), "#!/bin/sh\n");
    chmodSync(join(tree, "run"), 0o755);
    symlinkSync("a.c", join(tree, "link"));
    beginSessionIn(places, folder);
    const plain = path("tree");
    const filtered = path(tree, {
      name: "sources",
      filter: (path, kind) => !(kind === "directory" && path === "build") && !path.endsWith(".o"),
    });
    const file = path("./tree/a.c");
    const note = writeText("note", "first\n");
    const second = writeText("second", `see ${note}\n`);
    const uses = derivation({
      name: "uses",
      builder: "/bin/sh",
      args: ["-e", second],
      env: { plain, filtered: `${filtered}/src`, file },
    });
    const above = derivation({ name: "above", builder: "/bin/sh", env: { uses, note } });
    compare(
      places,
      [uses, above],
      `system = "x86_64-linux";
       builder = "/bin/sh";
       note = builtins.toFile "note" "first\\n";
       second = builtins.toFile "second" "see \${note}\\n";
       filtered = builtins.path { path = ${tree}; name = "sources";
         filter = path: type: !(type == "directory" && baseNameOf path == "build") && builtins.match ".*\\\\.o" path == null; };
       uses = derivation { name = "uses"; inherit system builder; args = ["-e" second]; plain = ${tree}; filtered = "\${filtered}/src"; file = ${tree}/a.c; };
       above = derivation { name = "above"; inherit system builder uses note; };
       all = [uses above];`,
    );
  });

  test("mkDerivation and overrideAttrs are nothing more than variables and a script", () => {
    const src = fetchurl({ url: "https://example.org/hello-1.tar.gz", hash: sha256 });
    const hello = mkDerivation({
      pname: "hello",
      version: "1",
      src,
      makeFlags: ["A=1", "B=2"],
      doCheck: true,
      postInstall: "rm $out/x",
      env: { EXTRA: "x" },
    });
    const changed = hello.overrideAttrs((previous) => ({
      version: "2",
      makeFlags: [...(previous.makeFlags ?? []), "C=3"],
    }));
    compare(
      places,
      [hello, changed],
      `src = import <nix/fetchurl.nix> { url = "https://example.org/hello-1.tar.gz"; hash = "${sha256}"; };
       hello = { version ? "1", makeFlags ? ["A=1" "B=2"] }: derivation {
         name = "hello-\${version}"; pname = "hello"; inherit version src makeFlags; system = "x86_64-linux"; builder = "/usr/bin/env";
         PATH = "/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin:/usr/local/bin";
         args = ["bash" "-e" (builtins.toFile "build-phases.sh" (builtins.readFile ${scriptFile()}))];
         doCheck = true; postInstall = "rm $out/x"; EXTRA = "x";
       };
       all = [(hello {}) (hello { version = "2"; makeFlags = ["A=1" "B=2" "C=3"]; })];`,
    );
    expect(changed.name).toBe("hello");
    expect(changed.version).toBe("2");
  });
});

const scriptFile = (): string => {
  const file = join(temporaryFolder(), "phases.sh");
  writeFileSync(file, phasesScript);
  return file;
};
