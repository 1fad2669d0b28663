/** The script of `mkDerivation`, run by the system's bash on a package with everything that a source may bring. */
import { spawnSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { phasesScript } from "../../src/derivation/phases.ts";
import { has, temporaryFolder } from "../store/places.ts";

interface Run {
  readonly status: number | null;
  readonly said: string;
  readonly out: string;
}

const build = (env: Readonly<Record<string, string>>): Run => {
  const folder = temporaryFolder();
  const top = join(folder, "top");
  mkdirSync(top);
  writeFileSync(join(folder, "phases.sh"), phasesScript);
  const out = join(folder, "out");
  const { status, stdout, stderr } = spawnSync("/bin/bash", ["-e", join(folder, "phases.sh")], {
    cwd: top,
    encoding: "utf8",
    env: {
      NIX_BUILD_TOP: top,
      NIX_BUILD_CORES: "2",
      HOME: "/homeless-shelter",
      PATH: "/usr/bin:/bin",
      out,
      ...env,
    },
  });
  return { status, said: stdout + stderr, out };
};

const read = ({ out }: Run, path: string): string => readFileSync(join(out, path), "utf8");

const source = (files: Readonly<Record<string, string>>): string => {
  const folder = join(temporaryFolder(), "hello-1");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
    if (text.startsWith("#!")) chmodSync(join(folder, path), 0o755);
  }
  return folder;
};

const packed = (folder: string, flags = "-czf", name = "hello-1.tar.gz"): string => {
  const archive = join(temporaryFolder(), name);
  spawnSync("tar", [flags, archive, "-C", join(folder, ".."), "hello-1"]);
  return archive;
};

const hello = {
  configure: '#!/bin/sh\necho "PREFIX = ${1#--prefix=}" > config.mk\nshift\necho "FLAGS = $*" >> config.mk\n',
  Makefile:
    "include config.mk\nall: hello\nhello: hello.in\n\tsed 's/@A@/$(A)/' hello.in > hello && chmod +x hello\ncheck:\n\t./hello > checked\n" +
    "install:\n\tmkdir -p $(prefix)/bin $(prefix)/man/man1\n\tcp hello $(prefix)/bin/\n\tcp hello.1 $(prefix)/man/man1/\n\techo '$(FLAGS)' > $(prefix)/flags\n\t[ ! -e checked ] || cp checked $(prefix)/\n",
  "hello.in": "#!/usr/bin/env greeter\necho old @A@\n",
  "hello.1": ".TH hello 1\n",
};
const patch =
  "--- a/hello.in\n+++ b/hello.in\n@@ -1,2 +1,2 @@\n #!/usr/bin/env greeter\n-echo old @A@\n+echo new @A@\n";

describe.skipIf(!has("make") || !has("patch"))("phases (skipped without make and patch)", () => {
  test("unpack, patch, configure, build, check, install and fix up, with hooks in between", () => {
    const input = join(temporaryFolder(), "input");
    mkdirSync(join(input, "bin"), { recursive: true });
    writeFileSync(join(input, "bin/greeter"), '#!/bin/sh\nexec sh "$@"\n', { mode: 0o755 });
    const patchFile = join(temporaryFolder(), "new.patch");
    writeFileSync(patchFile, patch);
    const done = build({
      src: packed(source(hello)),
      patches: patchFile,
      buildInputs: input,
      configureFlags: "--with-x --without-y",
      makeFlags: "A=1",
      doCheck: "1",
      preBuild: "echo before build: $(basename $PWD)",
      postInstall: "echo extra > $out/extra",
    });
    expect(done).toMatchObject({ status: 0 });
    expect(done.said.match(/phase: \w+/g)).toEqual(
      ["unpack", "patch", "configure", "build", "check", "install", "fixup"].map((name) => `phase: ${name}`),
    );
    expect(done.said).toContain("before build: hello-1");
    expect(read(done, "bin/hello")).toBe(`#!${input}/bin/greeter\necho new 1\n`);
    expect(read(done, "flags")).toBe("--with-x --without-y\n");
    expect(read(done, "checked")).toBe("new 1\n");
    expect(read(done, "extra")).toBe("extra\n");
    expect(readdirSync(done.out).sort()).toEqual(["bin", "checked", "extra", "flags", "share"]);
  });

  test("a folder is copied, so that a build may write to it; commands of one's own stand for a phase", () => {
    const folder = source({ ...hello, "deep/x": "x" });
    spawnSync("chmod", ["-R", "a-w", folder]);
    const done = build({
      src: folder,
      dontConfigure: "1",
      buildPhase: 'echo built > deep/y; substituteInPlace deep/x --replace-fail x "a&b \\\\1"',
      installPhase: 'runHook preInstall; mkdir -p "$out"; cp -r deep "$out/"',
      preInstall: "echo hooked > deep/z",
    });
    spawnSync("chmod", ["-R", "u+w", folder]);
    expect(done).toMatchObject({ status: 0 });
    expect(["x", "y", "z"].map((name) => read(done, `deep/${name}`))).toEqual([
      "a&b \\1",
      "built\n",
      "hooked\n",
    ]);
  });

  test("what fails stops the build and says where", () => {
    const said = (env: Readonly<Record<string, string>>) => {
      const { status, said } = build(env);
      expect(status).not.toBe(0);
      return said;
    };
    expect(said({})).toContain("error: unpack: there is no src");
    expect(said({ src: "/nowhere/x.rar" })).toContain("it is not known how to unpack /nowhere/x.rar");
    expect(said({ dontUnpack: "1" })).toContain("there is no makefile");
    expect(said({ dontUnpack: "1", buildPhase: "false; echo on" })).not.toContain("\non\n");
    expect(said({ dontUnpack: "1", buildPhase: "false | true" })).not.toContain("phase: fixup");
    expect(said({ dontUnpack: "1", installPhase: ":" })).toContain("the build made no");
    expect(said({ dontUnpack: "1", phases: "unpack fly" })).toContain("there is no phase fly");
    expect(said({ dontUnpack: "1", installPhase: "echo $unknown" })).toContain("unknown: unbound variable");
    expect(
      said({
        dontUnpack: "1",
        installPhase: 'echo a > x; substituteInPlace x --replace-fail b c; mkdir "$out"',
      }),
    ).toContain("x does not have: b");
  });

  test("files are put where programs look for them", () => {
    const done = build({
      dontUnpack: "1",
      installPhase: `echo '#!/bin/sh' > run; echo page > run.1; echo c > run.bash; echo c > _run; echo c > run.fish
        installBin run; installManPage run.1; installShellCompletion run.bash _run run.fish`,
    });
    expect(done).toMatchObject({ status: 0 });
    expect(
      readdirSync(done.out, { recursive: true, encoding: "utf8" })
        .filter((path) => lstatSync(join(done.out, path)).isFile())
        .sort(),
    ).toEqual([
      "bin/run",
      "share/bash-completion/completions/run",
      "share/fish/vendor_completions.d/run.fish",
      "share/man/man1/run.1",
      "share/zsh/site-functions/_run",
    ]);
  });

  test("a wrapped program has its variables and arguments, quotes and all", () => {
    const done = build({
      dontUnpack: "1",
      installPhase: `mkdir -p "$out/bin"
        printf '#!/bin/sh\\nenv | grep ^X_ | sort\\nprintf "<%%s>" "$@"\\n' > "$out/bin/show"
        chmod +x "$out/bin/show"
        wrapProgram "$out/bin/show" --set X_SET "it's \\$HOME" --set-default X_DEFAULT 'a"b' --set-default X_KEPT no \\
          --unset X_GONE --prefix X_PATH : /first --suffix X_PATH : /last --prefix X_NEW : /only --add-flags "--flag 'two words'"`,
    });
    expect(done).toMatchObject({ status: 0 });
    const { stdout } = spawnSync(join(done.out, "bin/show"), ["a b"], {
      encoding: "utf8",
      env: { PATH: process.env.PATH ?? "", X_KEPT: "kept", X_GONE: "x", X_PATH: "/mid" },
    });
    expect(stdout.split("\n")).toEqual([
      'X_DEFAULT=a"b',
      "X_KEPT=kept",
      "X_NEW=/only",
      "X_PATH=/first:/mid:/last",
      "X_SET=it's $HOME",
      "<--flag><two words><a b>",
    ]);
  });
});
