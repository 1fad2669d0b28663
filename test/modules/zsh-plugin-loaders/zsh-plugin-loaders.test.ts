/** What loads plugins of Zsh, with stand-ins that say what they are asked for. */
import * as fs from "node:fs";
import * as path from "node:path";
import { type Definitions, type Module, packageNamed } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import zsh from "../../../modules/zsh/index.ts";
import antidote from "../../../modules/zsh-antidote.ts";
import zplug from "../../../modules/zsh-zplug.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

/** A Zsh that has started with a loader whose code is `script`. */
const started = (module: Module, name: string, file: string, script: string, own: object): string => {
  const home = writtenHome(
    [zsh, module],
    (folder) =>
      ({
        programs: {
          zsh: {
            enable: true,
            enableCompletion: false,
            dotDir: folder,
            [name]: { enable: true, package: packageNamed(name, { outPath: `${folder}/loader` }), ...own },
          },
        },
      }) as Definitions,
  );
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.mkdirSync(path.join(home, "loader/share", path.dirname(file)), { recursive: true });
  fs.writeFileSync(path.join(home, "loader/share", file), script);
  return askAt(home, "zsh", ["-ic", "true"]).replaceAll(home, "HOME");
};

test.skipIf(!has("zsh"))("antidote loads the plugins from a file of its own (needs zsh)", () => {
  const script = `antidote() { print "$1"; cat "$2"; [[ -d \${3:h} ]] && print "\${3:h}"; zstyle -L; }\n`;
  const plugins = ["a/b", "c/d path:lib"];
  const said = started(antidote, "antidote", "antidote/antidote.zsh", script, {
    plugins,
    useFriendlyNames: true,
  });
  expect(said).toMatch(/^load\na\/b\nc\/d path:lib\nHOME\/\.cache\/antidote\n/);
  expect(said).toContain("zstyle :antidote:bundle use-friendly-names yes");
});

test.skipIf(!has("zsh"))("zplug is told of plugins, and installs what is missing (needs zsh)", () => {
  const script = `zplug() { print -r -- "$ZPLUG_HOME:$*"; [[ $1 != check ]]; }\n`;
  const plugins = [{ name: "plugins/git", tags: ["from:oh-my-zsh", 'if:"[[ 1 == *1* ]]"'] }, { name: "a/b" }];
  expect(started(zplug, "zplug", "zplug/init.zsh", script, { plugins })).toBe(
    ["plugins/git, from:oh-my-zsh, if:[[ 1 == *1* ]]", "a/b", "check", "install", "load"]
      .map((words) => `HOME/.zplug:${words}\n`)
      .join(""),
  );
});

test("they come before completions, and nowhere unless enabled", () => {
  const zshrc = (enable: boolean) =>
    textsOf(
      homeOf([zsh, zplug], { programs: { zsh: { enable: true, zplug: { enable } } } } as Definitions, {
        stubs: true,
      }),
    )[".zshrc"]!;
  expect(zshrc(true)).toMatch(/zplug load\n.*compinit/s);
  expect(zshrc(false)).not.toContain("zplug");
});
