/** home.config.ts with packages of its own, loaded by the sources in a process of its own as the program does it. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { HomeDescription } from "../../src/home/description.ts";
import { type Files, folderOf, writeFiles } from "../config/folder.ts";

const child = join(import.meta.dirname, "home-child.ts");

interface Said {
  readonly descriptions: readonly HomeDescription[];
  readonly lookedAt: readonly string[];
  readonly error?: { code: string; message: string; place?: string };
}

const describeIn = (folder: string): Said => {
  const { stdout, stderr } = spawnSync(process.execPath, [child, folder], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout.replaceAll(folder, "<folder>")) as Said;
};

const config = (body: string, before = ""): Files => ({
  "home.config.ts": `import * as lares from "lares";
const { archive, defineHome, fetchurl, mkDerivation, path, symlinkJoin, writeShellApplication, writeText } = lares;
${before}
export default defineHome({
  ${body}
  home: { username: "alice", homeDirectory: "/home/alice", stateVersion: "25.11", ...more },
});
`,
});

const names = (paths: Iterable<string>): string[] =>
  [...paths].map((path) => path.replace(/^\/store\/[^-]*-/, "")).sort();

test("a home names packages anywhere, and its description says what that takes", () => {
  const folder = folderOf({
    ...config(
      `lares: { overlays: [(final, previous) => ({
         ripgrep: mkDerivation({ name: "my-ripgrep", src: path("./rg"), env: { fd: previous.fd.name } }),
         grep: final.ripgrep,
       })] },
       specialisation: { work: { configuration: { home: { file: { ".w": { text: \`\${tool}\` } } } } } },`,
      `const src = fetchurl({ url: "https://example.org/hello-1.tar.gz", hash: "" });
const hello = mkDerivation({ pname: "hello", version: "1", src, outputs: ["out", "man"] });
const unused = mkDerivation({ name: "unused", src });
const tool = archive({ pname: "tool", url: "https://example.org/tool.tar.gz", hash: "" });
const text = \`run \${hello}/bin/hello\\n\`;
const more = {
  packages: [hello, "grep", "fzf", symlinkJoin({ name: "both", paths: [hello, hello.man] })],
  file: {
    ".a": { text },
    ".b": { source: writeText("x.conf", "x") },
    ".c": { text: ({ lib }) => \`\${lib.script("go", \`exec \${lib.program("grep")} \${lib.text("y", "z")}\\n\`)}\\n\` },
  },
  sessionVariables: { MANUAL: \`\${hello.man}/share/man\` },
  activation: { x: \`\${writeShellApplication({ name: "step", text: "hello", runtimeInputs: [hello] })}/bin/step\` },
};`,
    ),
    "rg/main.c": "int main;",
  });
  const { descriptions, lookedAt } = describeIn(folder);
  const [home] = descriptions;
  expect(names(home!.storePaths)).toEqual(
    ["both", "go", "hello-1", "hello-1-man", "my-ripgrep", "step", "tool", "x.conf"].sort(),
  );
  expect(names(Object.keys(home!.derivations))).toEqual(
    [
      "both.drv",
      "go.drv",
      "hello-1.drv",
      "hello-1.tar.gz.drv",
      "my-ripgrep.drv",
      "step.drv",
      "tool.drv",
      "tool.tar.gz.drv",
    ].sort(),
  );
  expect(names(home!.storeSources.map(({ path }) => path))).toEqual(["build-phases.sh", "rg", "x.conf", "y"]);
  expect(home!.packages.map(({ name, outPath }) => [name, outPath === undefined])).toEqual([
    ["hello", false],
    ["my-ripgrep", false],
    ["fzf", true],
    ["both", false],
  ]);
  expect(home!.specialisations.work).toMatchObject({ storePaths: [], derivations: {}, storeSources: [] });
  expect(home!.files.find(({ target }) => target === ".a")!.content).toMatchObject({
    text: `run ${home!.packages[0]!.outPath}/bin/hello\n`,
  });
  expect(new Set(lookedAt)).toEqual(new Set(["<folder>/rg", "<folder>/rg/main.c"]));
});

test("a home without packages of its own needs nothing of the store", () => {
  const { descriptions } = describeIn(folderOf(config("", 'const more = { packages: ["git"] };')));
  expect(descriptions[0]).toMatchObject({ storePaths: [], derivations: {}, storeSources: [] });
});

test("a mistake is reported where the package was made, not where it was read", () => {
  const told = (line: string) =>
    describeIn(folderOf(config("", `const made = ${line};\nconst more = { packages: [made] };`))).error;
  const place = "<folder>/home.config.ts:3:14";
  expect(
    told(`mkDerivation({ name: "x", src: fetchurl({ url: "https://example.org/x", hash: "sha256-x" }) })`),
  ).toMatchObject({
    code: "bad-hash",
    place: "<folder>/home.config.ts:3:45",
  });
  expect(told(`mkDerivation({ name: "not a name" })`)).toMatchObject({ code: "bad-store-name", place });
  expect(told(`mkDerivation({ version: "1" })`)).toMatchObject({ code: "bad-attribute", place });
  expect(told(`mkDerivation({ name: "x", src: path("./missing") })`)).toMatchObject({
    code: "missing-source",
  });
  expect(told(`mkDerivation({ name: "x", buildInputs: [{}] })`)).toMatchObject({
    code: "bad-attribute",
    place,
  });
});

test("evaluated again in one process, a folder that changed gives another path, even in a constant", async () => {
  const folder = folderOf({
    ...config(
      "",
      `const tree = path("./tree");
const text = \`\${tree}\`;
const more = { file: { ".lazy": { text: () => \`\${tree}\` }, ".constant": { text } } };`,
    ),
    "tree/a": "first",
  });
  const process_ = spawn(process.execPath, [child, folder, "2"], { stdio: ["pipe", "pipe", "pipe"] });
  const said = process_.stdout.setEncoding("utf8").toArray();
  await once(process_.stderr, "data");
  writeFiles(folder, { "tree/a": "second" });
  process_.stdin.end("go\n");
  const { descriptions } = JSON.parse(((await said) as string[]).join("")) as Said;
  const texts = descriptions.map(({ files }) =>
    files.map(({ content }) => (content as { text: string }).text),
  );
  expect(texts[0]![0]).toBe(texts[0]![1]);
  expect(texts[1]![0]).toBe(texts[1]![1]);
  expect(texts[0]![0]).not.toBe(texts[1]![0]);
  expect(descriptions[1]!.storeSources.map(({ path }) => path)).toEqual([texts[1]![0]]);
});
