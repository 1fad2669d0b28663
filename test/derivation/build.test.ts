/** Packages of every kind, built for real; and the same derivations built by real Nix, which have to come to the same. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { StorePath } from "../../src/base/paths.ts";
import { realise } from "../../src/build/realise/realise.ts";
import { symlinkJoin, writeShellApplication } from "../../src/derivation/join.ts";
import { mkDerivation, runCommand } from "../../src/derivation/mk-derivation.ts";
import { needsOf } from "../../src/derivation/needs.ts";
import type { Package } from "../../src/derivation/package.ts";
import { path } from "../../src/derivation/source-tree.ts";
import { writeScript, writeScriptBin, writeText } from "../../src/derivation/text.ts";
import { wrapped } from "../../src/derivation/wrap.ts";
import { buildSetting, type Setting } from "../build/realise/setting.ts";
import { has, nix, temporaryFolder } from "../store/places.ts";

const read = (file: string): string => readFileSync(file, "utf8");
const run = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: "utf8" });

const build = async (setting: Setting, ...packages: readonly Package[]): Promise<void> => {
  const { storePaths, derivations, storeSources } = needsOf(packages.map(({ outPath }) => outPath));
  await realise({ ...setting.request([]), sources: storeSources, wanted: storePaths, derivations });
};

/** A program in C would need a compiler: a script, made by a makefile, does as well. */
const sources = (): string => {
  const folder = join(temporaryFolder(), "greeter");
  mkdirSync(join(folder, "build"), { recursive: true });
  writeFileSync(join(folder, "build/stale"), "never taken in");
  writeFileSync(
    join(folder, "Makefile"),
    "greeter: greeter.in\n\tsed s/@WORD@/$(WORD)/ $< > $@\n\tchmod +x $@\ninstall: greeter\n\tmkdir -p $(prefix)/bin\n\tcp greeter $(prefix)/bin/\n",
  );
  writeFileSync(join(folder, "greeter.in"), '#!/bin/sh\necho "@WORD@ $*"\n');
  return folder;
};

const packagesFrom = (folder: string) => {
  const greeter = mkDerivation({
    pname: "greeter",
    version: "1",
    src: path(folder, { filter: (file) => file !== "build" }),
    makeFlags: ["WORD=hello"],
    outputs: ["out", "doc"],
    postUnpack: "[ ! -e build ]",
    postInstall: 'mkdir -p "$doc/share"; echo "see $out" > "$doc/share/note"',
  });
  const note = writeText("note", `plain\n`);
  const app = writeShellApplication({
    name: "app",
    text: `greeter "$@"; cat ${note}`,
    runtimeInputs: [greeter],
    runtimeEnv: { X: "it's" },
  });
  const joined = symlinkJoin({
    name: "joined",
    paths: [app, greeter, greeter.doc],
    postBuild: "echo more > $out/more",
  });
  const loud = wrapped(greeter, { flags: ["loud", "and clear"] });
  const command = runCommand("command", { env: { greeter } }, '"$greeter/bin/greeter" from a build > $out');
  return { greeter, app, joined, loud, command };
};

test("packages are built as they are described", async () => {
  const setting = buildSetting();
  const folder = sources();
  const { greeter, app, joined, loud, command } = packagesFrom(folder);
  const script = writeScript("script", `#!/bin/sh\nexec ${greeter}/bin/greeter "$@"\n`);
  const bin = writeScriptBin("bin", `#!/bin/sh\necho bin\n`);
  await build(setting, greeter, app, joined, loud, command, script, bin);
  expect(run(`${greeter}/bin/greeter`, "a")).toBe("hello a\n");
  expect(run(`${app}/bin/app`, "b")).toBe("hello b\nplain\n");
  expect(run(`${joined}/bin/greeter`, "c")).toBe("hello c\n");
  expect(read(`${joined}/more`) + read(`${joined}/share/note`)).toBe(`more\nsee ${greeter}\n`);
  expect(run(`${loud}/bin/greeter`, "d")).toBe("hello loud and clear d\n");
  expect(read(command.outPath)).toBe("hello from a build\n");
  expect(run(script.outPath, "e")).toBe("hello e\n");
  expect(run(`${bin}/bin/bin`)).toBe("bin\n");
  expect(setting.store.queryPathInfo(greeter.doc.outPath as StorePath)).toMatchObject({
    references: [greeter.outPath],
  });
});

test("an application with a mistake in its syntax is not built", async () => {
  const setting = buildSetting();
  const app = writeShellApplication({ name: "app", text: "if true; then" });
  await expect(build(setting, app)).rejects.toMatchObject({ code: "build-failed" });
});

test.skipIf(!has("nix-store"))(
  "real Nix builds the same from the same derivations (skipped where it is not installed)",
  async () => {
    const folder = sources();
    const setting = buildSetting();
    const { joined, loud, command } = packagesFrom(folder);
    await build(setting, joined, loud, command);
    const outputs = setting.store.validPaths().filter((valid) => setting.store.queryPathInfo(valid)?.deriver);
    const hashes = outputs.map((output) => setting.store.queryPathInfo(output)!.narHash);
    expect(outputs.length).toBeGreaterThanOrEqual(6);
    setting.close();
    nix(setting.places, "nix-store", "--delete", "--ignore-liveness", ...outputs);
    nix(
      setting.places,
      "nix-store",
      "--realise",
      "--option",
      "sandbox",
      "false",
      ...[joined, loud, command].map(({ drvPath }) => drvPath!),
    );
    for (const [n, output] of outputs.entries())
      expect(nix(setting.places, "nix-store", "-q", "--hash", output)).toBe(asBase32(setting, hashes[n]!));
  },
);

const asBase32 = ({ places }: { places: Parameters<typeof nix>[0] }, hash: string): string =>
  `sha256:${nix(places, "nix-hash", "--type", "sha256", "--to-base32", hash.slice("sha256:".length))}`;
