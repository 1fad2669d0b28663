/** Archives as projects publish them, and the packages that they become. */
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installArchive } from "../../src/archive/install.ts";
import { type ArchiveInstall, parseInstall } from "../../src/archive/install-spec.ts";
import { absolutePath } from "../../src/base/paths.ts";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "lares-install-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const elf = "\x7fELF program";

/** `name*` is executable, `name -> text` a link; programs begin like one. */
const install = (files: readonly string[], how: ArchiveInstall = {}, pname = "tool"): readonly string[] => {
  const from = join(folder, "from");
  const to = join(folder, "to");
  fs.mkdirSync(from);
  fs.mkdirSync(to);
  for (const line of files) {
    const [path, link] = line.split(" -> ") as [string, string | undefined];
    const file = join(from, path.replace(/\*$/, ""));
    fs.mkdirSync(dirname(file), { recursive: true });
    if (link !== undefined) fs.symlinkSync(link, file);
    else
      fs.writeFileSync(file, path.endsWith("*") ? elf : "text", { mode: path.endsWith("*") ? 0o755 : 0o644 });
  }
  installArchive({ from: absolutePath(from), to: absolutePath(to), pname, install: how });
  return listed(to);
};

const listed = (to: string, below = ""): string[] =>
  fs
    .readdirSync(join(to, below))
    .sort()
    .flatMap((name) => {
      const path = below === "" ? name : `${below}/${name}`;
      const found = fs.lstatSync(join(to, path));
      if (found.isSymbolicLink()) {
        expect(fs.existsSync(join(to, path)), `${path} leads nowhere`).toBe(true);
        return [`${path} -> ${fs.readlinkSync(join(to, path))}`];
      }
      return found.isDirectory() ? listed(to, path) : [`${path}${found.mode & 0o100 ? "*" : ""}`];
    });

const failure = (work: () => unknown): { code: string; text: string } => {
  try {
    work();
  } catch (error) {
    const { code, message, details } = error as { code: string; message: string; details: readonly string[] };
    return { code, text: [message, ...details].join("\n") };
  }
  throw new Error("it worked");
};

describe("what is found by itself", () => {
  test("a program at the top, pages, completions of three shells, the licence (as ripgrep)", () => {
    expect(
      install(
        [
          "rg*",
          "README.md",
          "LICENSE-MIT",
          "UNLICENSE",
          "COPYING",
          "doc/rg.1",
          "doc/FAQ.md",
          "complete/rg.bash",
          "complete/rg.fish",
          "complete/_rg",
          "complete/_rg.ps1",
        ],
        {},
        "ripgrep",
      ),
    ).toEqual([
      "bin/rg*",
      "share/bash-completion/completions/rg",
      "share/fish/vendor_completions.d/rg.fish",
      "share/licenses/ripgrep/COPYING",
      "share/licenses/ripgrep/LICENSE-MIT",
      "share/licenses/ripgrep/UNLICENSE",
      "share/man/man1/rg.1",
      "share/zsh/site-functions/_rg",
    ]);
  });

  test("completions named .zsh, autocomplete/, contrib/completion/<shell>/, a gzipped page at the top (as bat, eza)", () => {
    expect(
      install(
        [
          "bat*",
          "bat.1.gz",
          "autocomplete/bat.bash",
          "autocomplete/bat.fish",
          "autocomplete/bat.zsh",
          "contrib/completion/zsh/_other",
          "CHANGELOG.md",
        ],
        {},
        "bat",
      ),
    ).toEqual([
      "bin/bat*",
      "share/bash-completion/completions/bat",
      "share/fish/vendor_completions.d/bat.fish",
      "share/man/man1/bat.1.gz",
      "share/zsh/site-functions/_bat",
      "share/zsh/site-functions/_other",
    ]);
  });

  test("bin/ and share/man alone (as gh)", () => {
    expect(
      install(["bin/gh*", "share/man/man1/gh.1", "share/man/man1/gh-pr.1", "LICENSE"], {}, "gh"),
    ).toEqual(["bin/gh*", "share/licenses/gh/LICENSE", "share/man/man1/gh-pr.1", "share/man/man1/gh.1"]);
  });

  test("an archive that is laid out as a package stays whole, its README out of the way (as node, neovim)", () => {
    expect(
      install(
        [
          "bin/node*",
          "bin/npm -> ../lib/npm/cli.js",
          "lib/npm/cli.js*",
          "include/n.h",
          "share/man/man1/node.1",
          "README.md",
          "LICENSE",
          "CHANGELOG.md",
        ],
        {},
        "node",
      ),
    ).toEqual([
      "bin/node*",
      "bin/npm -> ../lib/npm/cli.js",
      "include/n.h",
      "lib/npm/cli.js*",
      "share/doc/node/CHANGELOG.md",
      "share/doc/node/README.md",
      "share/licenses/node/LICENSE",
      "share/man/man1/node.1",
    ]);
  });

  test("a program that needs what lies beside it is linked to (as zig)", () => {
    expect(install(["zig*", "lib/std.zig", "LICENSE", "doc/langref.html"], {}, "zig")).toEqual([
      "bin/zig -> ../libexec/zig/zig",
      "libexec/zig/LICENSE",
      "libexec/zig/doc/langref.html",
      "libexec/zig/lib/std.zig",
      "libexec/zig/zig*",
      "share/licenses/zig/LICENSE -> ../../../libexec/zig/LICENSE",
    ]);
  });

  test("a program whose name says its platform is called by the package's", () => {
    expect(install(["tool-v1.2-linux-amd64*"])).toEqual(["bin/tool*"]);
  });

  test("programs of a zip without modes are made executable; libraries and scripts to install are none", () => {
    fs.mkdirSync(join(folder, "z"));
    const files = ["tool", "readme.txt", "install.sh"];
    const from = join(folder, "from");
    fs.mkdirSync(from);
    fs.mkdirSync(join(folder, "to"));
    for (const name of files)
      fs.writeFileSync(
        join(from, name),
        name === "readme.txt" ? "text" : name === "tool" ? elf : "#!/bin/sh\n",
      );
    installArchive({
      from: absolutePath(from),
      to: absolutePath(join(folder, "to")),
      pname: "tool",
      install: {},
    });
    expect(listed(join(folder, "to"))).toEqual(["bin/tool*"]);
  });

  test("two names of one program", () => {
    expect(install(["tool*", "t -> tool"])).toEqual(["bin/t*", "bin/tool -> t"]);
  });
});

describe("what is said", () => {
  test("commands by name, with stars, as a list, as one", () => {
    expect(install(["deep/x-linux*", "deep/y"], { bin: { x: "deep/x-*", y: "deep/y" } })).toEqual([
      "bin/x*",
      "bin/y*",
    ]);
    fs.rmSync(join(folder, "from"), { recursive: true, force: true });
    fs.rmSync(join(folder, "to"), { recursive: true, force: true });
    expect(install(["a/x*", "a/y*", "z*"], { bin: ["a/*"], keep: false })).toEqual(["bin/x*", "bin/y*"]);
    fs.rmSync(join(folder, "from"), { recursive: true, force: true });
    fs.rmSync(join(folder, "to"), { recursive: true, force: true });
    expect(install(["z*", "y*"], { bin: "z", keep: false })).toEqual(["bin/z*"]);
  });

  test("pages, completions and share", () => {
    expect(
      install(["tool*", "t.7", "c/bash.txt", "themes/a", "themes/b"], {
        man: ["t.7"],
        completions: { bash: ["c/bash.txt"] },
        share: { "tool/themes": "themes" },
        keep: false,
      }),
    ).toEqual([
      "bin/tool*",
      "share/bash-completion/completions/bash.txt",
      "share/man/man7/t.7",
      "share/tool/themes/a",
      "share/tool/themes/b",
    ]);
  });

  test("a folder and something in it, both, is an error that says so", () => {
    const both = { a: "themes", b: "themes/x" };
    const { code, text } = failure(() => install(["tool*", "themes/x"], { share: both, keep: false }));
    expect(code).toBe("not-in-archive");
    expect(text).toContain("went with the folder");
  });

  test("a single file is the command of the package's name, or of the one that is said", () => {
    for (const [how, name] of [
      [{}, "tool"],
      [{ bin: "other" }, "other"],
      [{ bin: { third: "x" } }, "third"],
    ] as const) {
      fs.writeFileSync(join(folder, "from"), elf);
      fs.mkdirSync(join(folder, "to"));
      installArchive({
        from: absolutePath(join(folder, "from")),
        to: absolutePath(join(folder, "to")),
        pname: "tool",
        install: how,
      });
      expect(listed(join(folder, "to"))).toEqual([`bin/${name}*`]);
      fs.rmSync(join(folder, "to"), { recursive: true });
    }
  });

  test("what is not there is an error that lists what is", () => {
    const missing = failure(() => install(["x*", "y"], { bin: { z: "bin/z" } }));
    expect(missing.code).toBe("not-in-archive");
    expect(missing.text).toMatch(/bin\/z[\s\S]* {2}x\n {2}y/);
  });

  test("a package without a command is an error that lists what there is, with nothing that reaches a terminal", () => {
    const none = failure(() => install(["notes.txt", "\x1b[2J", "lib/x.so"]));
    expect(none.code).toBe("no-command");
    expect(none.text).toMatch(/tool has no command[\s\S]*notes\.txt/);
    expect(none.text).not.toContain("\x1b");
  });
});

test("a specification that is none is refused by what is wrong with it", () => {
  for (const [text, says] of [
    ["{", /JSON/],
    ["[]", /not an object/],
    ['{"bins":{}}', /"bins"/],
    ['{"strip":-1}', /strip/],
    ['{"completions":{"tcsh":["x"]}}', /completions/],
    ['{"bin":{"x":1}}', /bin/],
    ['{"bin":{"../x":"y"}}', /bin/],
    ['{"share":{"a/../../x":"y"}}', /share/],
    ['{"share":{"/x":"y"}}', /share/],
  ] as const)
    expect(failure(() => parseInstall(text))).toMatchObject({
      code: "bad-install",
      text: expect.stringMatching(says),
    });
});
