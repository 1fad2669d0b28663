/** The configuration after `lares adopt`, as its owner would have typed it. */
import { describe, expect, test } from "vitest";
import { type NewEntry, withFileEntries } from "../../src/config/add-entry.ts";

const vimrc: NewEntry = { target: ".vimrc", source: "./dotfiles/.vimrc" };
const add = (file: string, text: string, ...entries: NewEntry[]) =>
  withFileEntries(file, text, entries.length === 0 ? [vimrc] : entries);

describe("home.config.ts", () => {
  test("after the last entry, comments and commas kept", async () => {
    const text = `import { defineHome } from "lares";

// mine
export default defineHome({
  home: {
    file: {
      ".a": { text: "a" }, // first
      ".b": { source: "./b" }, // second
    },
    sessionVariables: { EDITOR: "vi" },
  },
});
`;
    expect(await add("home.config.ts", text)).toBe(
      text.replace("// second\n", `// second\n      ".vimrc": { source: "./dotfiles/.vimrc" },\n`),
    );
  });

  test("a last entry without a comma gets one, and the new one stays without", async () => {
    const text = `export default {\n\thome: {\n\t\tfile: {\n\t\t\t".a": { text: "a" } // why\n\t\t}\n\t}\n};\n`;
    expect(await add("home.config.mjs", text)).toBe(
      `export default {\n\thome: {\n\t\tfile: {\n\t\t\t".a": { text: "a" }, // why\n\t\t\t".vimrc": { source: "./dotfiles/.vimrc" }\n\t\t}\n\t}\n};\n`,
    );
  });

  test("home.file and home are made where they are absent", async () => {
    expect(await add("home.config.ts", `export default defineHome({});\n`)).toBe(
      `export default defineHome({\n  home: {\n    file: {\n      ".vimrc": { source: "./dotfiles/.vimrc" },\n    },\n  },\n});\n`,
    );
    expect(
      await add(
        "home.config.ts",
        `export default defineHome({\n  home: {\n    stateVersion: "26.05",\n  },\n});\n`,
      ),
    ).toBe(
      `export default defineHome({\n  home: {\n    stateVersion: "26.05",\n    file: {\n      ".vimrc": { source: "./dotfiles/.vimrc" },\n    },\n  },\n});\n`,
    );
  });

  test("on one line it stays on one line", async () => {
    expect(
      await add("home.config.ts", `export default defineHome({ home: { file: { ".a": { text: "" } } } });\n`),
    ).toBe(
      `export default defineHome({ home: { file: { ".a": { text: "" }, ".vimrc": { source: "./dotfiles/.vimrc" } } } });\n`,
    );
  });

  test("through variables, functions and satisfies", async () => {
    const text = `const home = {\n  file: {},\n};\nexport default (({ host }) => ({ home })) satisfies unknown;\n`;
    expect(await add("home.config.ts", text)).toContain(
      `  file: {\n    ".vimrc": { source: "./dotfiles/.vimrc" },\n  },`,
    );
  });

  test("names with quotes and backslashes", async () => {
    const entry = { target: '.a"b\\c', source: './dotfiles/.a"b\\c' };
    expect(await add("home.config.ts", `export default { home: { file: {} } };`, entry)).toContain(
      `".a\\"b\\\\c": { source: "./dotfiles/.a\\"b\\\\c" }`,
    );
  });

  test.each([
    `export default defineHome({ home: mkIf(true, { file: {} }) });`,
    `export default defineHome({ home: { file: mkMerge([{}]) } });`,
    `export default defineHome({ home: { file: { ".vimrc": { text: "" } } } });`,
    `export default makeMyHome();`,
  ])("says what to add by hand where it cannot: %s", async (text) => {
    await expect(add("home.config.ts", text)).rejects.toMatchObject({
      code: "cannot-add-entry",
      hint: 'add it by hand: home.file[".vimrc"] = {"source":"./dotfiles/.vimrc"}',
    });
  });
});

test("home.config.json", async () => {
  const text = `{\n  "home": {\n    "file": {\n      ".a": { "text": "a" }\n    }\n  }\n}\n`;
  const edited = await add("home.config.json", text);
  expect(edited).toBe(text.replace(`"a" }`, `"a" },\n      ".vimrc": { "source": "./dotfiles/.vimrc" }`));
  expect(JSON.parse(await add("home.config.json", "{}\n"))).toEqual({
    home: { file: { ".vimrc": { source: "./dotfiles/.vimrc" } } },
  });
});

test("home.config.yaml keeps its comments", async () => {
  const text = `# mine\nhome:\n  file:\n    .a: { text: a } # first\n`;
  expect(await add("home.config.yaml", text)).toBe(
    `# mine\nhome:\n  file:\n    .a: { text: a } # first\n    .vimrc:\n      source: ./dotfiles/.vimrc\n`,
  );
});

test("home.config.toml", async () => {
  expect(
    await add("home.config.toml", `[home]\nstateVersion = "26.05"\n`, { ...vimrc, recursive: true }),
  ).toBe(
    `[home]\nstateVersion = "26.05"\n\n[home.file.".vimrc"]\nsource = "./dotfiles/.vimrc"\nrecursive = true\n`,
  );
  await expect(add("home.config.toml", `[home]\nfile = {}\n`)).rejects.toMatchObject({
    code: "cannot-add-entry",
  });
});
