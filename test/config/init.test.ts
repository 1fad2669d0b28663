import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type InitOptions, initConfig } from "../../src/config/init.ts";
import { listTemplates } from "../../src/config/templates.ts";
import { checkout, complaintOf, folderOf, load } from "./folder.ts";

const init = (folder: string, more: Partial<InitOptions> = {}) =>
  initConfig({ folder: join(folder, "config/lares"), toolFolder: checkout, ...more });

const typeCheck = (folder: string): string => {
  const { stdout, status } = spawnSync(join(checkout, "node_modules/.bin/tsc"), ["--noEmit", "-p", folder], {
    encoding: "utf8",
  });
  return status === 0 ? "" : stdout;
};

describe.each(listTemplates(checkout).map(({ name }) => name))("the template %s", (template) => {
  it("becomes a configuration that loads and type-checks outside any node_modules", async () => {
    const folder = folderOf({});
    const { config, written } = init(folder, { template });
    expect(written).toEqual(
      expect.arrayContaining([".gitignore", "home.config.ts", "node_modules/lares", "tsconfig.json"]),
    );
    expect(typeCheck(join(folder, "config/lares"))).toBe("");
    expect((await load(folder, "config/lares/home.config.ts")).file).toBe(config);
  });

  it("takes up existing dotfiles", async () => {
    const folder = folderOf({ "home/.vimrc": "set number\n" });
    const { adopted } = init(folder, { template, fromExisting: { home: join(folder, "home") } });
    expect(adopted.map(({ target }) => target)).toEqual([".vimrc"]);
    const { modules } = await load(folder, "config/lares/home.config.ts");
    expect(modules[0]!.value).toEqual({ home: { file: { ".vimrc": { source: "./dotfiles/.vimrc" } } } });
    expect(readFileSync(join(folder, "config/lares/dotfiles/.vimrc"), "utf8")).toBe("set number\n");
    expect(typeCheck(join(folder, "config/lares"))).toBe("");
  });
});

describe("lares init", () => {
  it("gives the editor the types: a typo is an error there", () => {
    const folder = folderOf({});
    const { config } = init(folder);
    writeFileSync(
      config,
      'import { defineHome, mkIff } from "lares";\nexport default defineHome({ progams: {} });\n',
    );
    const complaints = typeCheck(join(folder, "config/lares"));
    expect(complaints).toContain("mkIff");
    expect(complaints).toContain("progams");
    writeFileSync(
      config,
      'import { defineHome } from "lares";\nexport default defineHome({ programs: { git: { enable: "yes" } } });\n',
    );
    expect(typeCheck(join(folder, "config/lares"))).toContain("'string' is not assignable to type");
    writeFileSync(
      config,
      'import { defineHome } from "lares";\nexport default defineHome({ programs: { git: { enable: true } } });\n',
    );
    expect(typeCheck(join(folder, "config/lares"))).toBe("");
  });

  it("links to Lares itself and keeps the link out of git", () => {
    const folder = folderOf({});
    init(folder);
    expect(readlinkSync(join(folder, "config/lares/node_modules/lares"))).toBe(checkout);
    expect(readFileSync(join(folder, "config/lares/.gitignore"), "utf8")).toBe("/node_modules/\n");
  });

  it("writes nothing at all where a file of its is there already", async () => {
    const folder = folderOf({ "config/lares/tsconfig.json": "{}", "config/lares/README.md": "mine" });
    symlinkSync("nowhere", join(folder, "config/lares/.gitignore"));
    expect(await complaintOf(folder, async () => init(folder))).toMatchInlineSnapshot(`
      "init-exists: config/lares holds files that lares init would write
        .gitignore
        tsconfig.json
        hint: name another folder (lares init DIR), or move these away"
    `);
    expect(readdirSync(join(folder, "config/lares")).sort()).toEqual([
      ".gitignore",
      "README.md",
      "tsconfig.json",
    ]);
    expect(readFileSync(join(folder, "config/lares/tsconfig.json"), "utf8")).toBe("{}");
  });

  it("is content with its own link and with files of other names", () => {
    const folder = folderOf({ "config/lares/README.md": "mine" });
    mkdirSync(join(folder, "config/lares/node_modules"));
    symlinkSync(checkout, join(folder, "config/lares/node_modules/lares"));
    expect(init(folder).written).toContain("home.config.ts");
  });

  it("finds templates by their folders, with all their files", async () => {
    const folder = folderOf({
      "tool/templates/b/home.config.ts": "export default {};",
      "tool/templates/b/dotfiles/deep/x.conf": "x",
      "tool/templates/a/home.config.ts": "export default {};",
      "tool/templates/not-one/README.md": "",
    });
    expect(listTemplates(join(folder, "tool")).map(({ name }) => name)).toEqual(["a", "b"]);
    init(folder, { toolFolder: join(folder, "tool"), template: "b" });
    expect(readFileSync(join(folder, "config/lares/dotfiles/deep/x.conf"), "utf8")).toBe("x");
    const unknown = async () => init(folder, { toolFolder: join(folder, "tool"), template: "c" });
    expect(await complaintOf(folder, unknown)).toMatchInlineSnapshot(`
      "unknown-template: there is no template c
        the templates are a, b"
    `);
  });

  it("adds the existing dotfiles to a template's own imports", async () => {
    const folder = folderOf({
      "tool/templates/a/home.config.ts":
        'import { defineHome } from "lares";\nexport default defineHome({\n  imports: ["./more.ts"],\n});\n',
      "tool/templates/a/more.ts": "export default { more: 1 };",
      "home/.inputrc": "set bell-style none\n",
    });
    init(folder, {
      toolFolder: join(folder, "tool"),
      template: "a",
      fromExisting: { home: join(folder, "home") },
    });
    const { modules } = await load(folder, "config/lares/home.config.ts");
    expect(modules.map(({ value }) => value)).toEqual([
      { home: { file: { ".inputrc": { source: "./dotfiles/.inputrc" } } } },
      { more: 1 },
      {},
    ]);
  });
});

describe("lares init --from-existing", () => {
  const home = {
    ".bashrc": "alias ll='ls -l'\n# ask for the password first\n",
    ".gitconfig": "[user]\n\tname = A\n[credential]\n\thelper = store\n",
    ".config/nvim/init.lua": "vim.o.number = true\n",
    ".config/starship.toml": "add_newline = false\n",
    ".config/tool/run": "#!/bin/sh\n",
    ".config/a/b/c/d/too-deep": "x",
    ".netrc": "machine x password y",
    ".ssh/id_ed25519": "-----BEGIN OPENSSH PRIVATE KEY-----",
    ".ssh/config": "Host x",
    ".gnupg/gpg.conf": "x",
    ".bash_history": "ls",
    ".aws/credentials": "x",
    ".config/gh/hosts.yml": "oauth_token: gho_x",
    ".config/google-chrome/Local State": "{}",
    ".config/rclone/rclone.conf": "pass = x",
    ".config/app/token.json": "{}",
    ".config/app/settings.json": '{ "apiKey": "abc" }',
    ".config/app/.env": "X=1",
    ".config/npm/npmrc": "//registry/:_authToken=abc",
    ".config/lisp/history": "x",
    ".config/app/key.pem": "x",
    ".wgetrc": "password = hunter2\n",
    ".curlrc": "x".repeat(65 * 1024),
    ".tmux.conf": "set\u0000binary",
    ".cache/x": "x",
    "Documents/x": "x",
  };

  it("takes well-known dotfiles and small texts below ~/.config, never what may hold a secret", () => {
    const folder = folderOf(
      Object.fromEntries(Object.entries(home).map(([path, text]) => [`home/${path}`, text])),
    );
    chmodSync(join(folder, "home/.config/tool/run"), 0o755);
    symlinkSync("nowhere", join(folder, "home/.zshrc"));
    symlinkSync("/home/x/.lares/home-files/.vimrc", join(folder, "home/.config/managed.conf"));
    writeFileSync(join(folder, "stowed"), "set bell-style none\n");
    symlinkSync("../stowed", join(folder, "home/.inputrc"));
    const { adopted, passed, written } = init(folder, { fromExisting: { home: join(folder, "home") } });
    expect(adopted.map(({ target }) => target).sort()).toEqual([
      ".bashrc",
      ".config/nvim/init.lua",
      ".config/starship.toml",
      ".config/tool/run",
      ".gitconfig",
      ".inputrc",
    ]);
    expect(Object.fromEntries(passed.map(({ target, reason }) => [target, reason]))).toEqual({
      ".config/app/settings.json": "it may hold a secret",
      ".config/npm/npmrc": "it may hold a secret",
      ".config/managed.conf": "a link that leads nowhere",
      ".wgetrc": "it may hold a secret",
      ".curlrc": "larger than 64 KiB",
      ".tmux.conf": "not text",
      ".zshrc": "a link that leads nowhere",
    });
    expect(written).toContain("dotfiles/.config/nvim/init.lua");
    expect(readFileSync(join(folder, "config/lares/dotfiles/.inputrc"), "utf8")).toBe(
      "set bell-style none\n",
    );
    expect(spawnSync("test", ["-x", join(folder, "config/lares/dotfiles/.config/tool/run")]).status).toBe(0);
    expect(readFileSync(join(folder, "home/.bashrc"), "utf8")).toBe(home[".bashrc"]);
  });

  it("leaves out the configuration itself, what Lares manages, and an absent ~/.config", () => {
    const folder = folderOf({ "home/.lares/home-files/.vimrc": "x", "home/.config/mine/notes.txt": "x" });
    symlinkSync(join(folder, "home/.lares/home-files/.vimrc"), join(folder, "home/.vimrc"));
    const own = join(folder, "home/.config/mine");
    const { adopted, passed } = init(folder, { folder: own, fromExisting: { home: join(folder, "home") } });
    expect(adopted).toEqual([]);
    expect(passed).toEqual([{ target: ".vimrc", reason: "another program manages it" }]);
    expect(existsSync(join(own, "existing.ts"))).toBe(false);
    const bare = folderOf({ "home/.profile": "umask 022\n" });
    expect(init(bare, { fromExisting: { home: join(bare, "home") } }).adopted).toHaveLength(1);
  });
});
