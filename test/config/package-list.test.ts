/** `home.packages` after `lares add` and `lares remove`, as its owner would have typed it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addPackageNames, packageListIn } from "../../src/config/package-list.ts";

const add = (file: string, text: string, ...names: string[]) => addPackageNames(file, text, names);
const remove = async (file: string, text: string, name: string) => {
  const list = (await packageListIn(file, text))!;
  return list.without(list.items.indexOf(name));
};

/** Each with a list that has `git` and `fd`, and what it is with `npm:prettier@3` behind them. */
const lists: readonly (readonly [what: string, file: string, text: string, added: string])[] = [
  [
    "a list in one line",
    "home.config.ts",
    `export default defineHome({ home: { packages: ["git", "fd"] } });\n`,
    `export default defineHome({ home: { packages: ["git", "fd", "npm:prettier@3"] } });\n`,
  ],
  [
    "lines with commas and comments, and text beyond ASCII before them",
    "home.config.ts",
    `// für 東京 🗼\nexport default defineHome({\n  home: {\n    packages: [\n      "git", // versions\n      // finds\n      "fd", // files\n    ],\n  },\n});\n`,
    `// für 東京 🗼\nexport default defineHome({\n  home: {\n    packages: [\n      "git", // versions\n      // finds\n      "fd", // files\n      "npm:prettier@3",\n    ],\n  },\n});\n`,
  ],
  [
    "lines without a last comma, in single quotes and tabs",
    "home.config.js",
    `module.exports = {\n\thome: {\n\t\tpackages: [\n\t\t\t'git',\n\t\t\t'fd' /* files */\n\t\t]\n\t}\n};\n`,
    `module.exports = {\n\thome: {\n\t\tpackages: [\n\t\t\t'git',\n\t\t\t'fd', /* files */\n\t\t\t'npm:prettier@3'\n\t\t]\n\t}\n};\n`,
  ],
  [
    "a list behind a variable, a spread in it",
    "home.config.ts",
    `const mine = ["git", "fd"];\nconst packages = [...others, greeter, "git", "fd"];\nexport default defineHome({ home: { packages } });\n`,
    `const mine = ["git", "fd"];\nconst packages = [...others, greeter, "git", "fd", "npm:prettier@3"];\nexport default defineHome({ home: { packages } });\n`,
  ],
  [
    "a function of the home, and a list that reads others",
    "home.config.ts",
    `export default defineHome(({ host }) => ({ home: { packages: ({ lib }) => [lib.package("jq"), "git", "fd"] } }));\n`,
    `export default defineHome(({ host }) => ({ home: { packages: ({ lib }) => [lib.package("jq"), "git", "fd", "npm:prettier@3"] } }));\n`,
  ],
  [
    "JSON in lines",
    "home.config.json",
    `{\n  "home": {\n    "packages": [\n      "git",\n      "fd"\n    ]\n  }\n}\n`,
    `{\n  "home": {\n    "packages": [\n      "git",\n      "fd",\n      "npm:prettier@3"\n    ]\n  }\n}\n`,
  ],
  [
    "package.json",
    "package.json",
    `{ "packages": ["x"], "lares": { "home": { "packages": ["git", "fd"] } } }\n`,
    `{ "packages": ["x"], "lares": { "home": { "packages": ["git", "fd", "npm:prettier@3"] } } }\n`,
  ],
  [
    "YAML with a dash for each",
    "home.config.yaml",
    `# mine\nhome:\n  packages:\n    - git   # versions\n    # finds\n    - fd # files\n  stateVersion: "25.11"\n`,
    `# mine\nhome:\n  packages:\n    - git   # versions\n    # finds\n    - fd # files\n    - npm:prettier@3\n  stateVersion: "25.11"\n`,
  ],
  [
    "YAML in brackets",
    "home.config.yml",
    `home: { packages: [git, fd] }\n`,
    `home: { packages: [git, fd, "npm:prettier@3"] }\n`,
  ],
  [
    "TOML in lines",
    "home.config.toml",
    `# mine\n[home]\npackages = [\n  "git", # [versions]\n  'fd',\n]\nstateVersion = "25.11"\n`,
    `# mine\n[home]\npackages = [\n  "git", # [versions]\n  'fd',\n  "npm:prettier@3",\n]\nstateVersion = "25.11"\n`,
  ],
  [
    "TOML by a dotted key",
    "home.config.toml",
    `home.packages = ["git", "fd"]\n`,
    `home.packages = ["git", "fd", "npm:prettier@3"]\n`,
  ],
];

describe.each(lists)("%s", (_, file, text, added) => {
  test("an added name is the last one", async () =>
    expect(await add(file, text, "npm:prettier@3")).toBe(added));
  test("taken out again, the text is as it was", async () =>
    expect(
      (await remove(file, added, "npm:prettier@3"))!.replace("'fd', /* files */", "'fd' /* files */"),
    ).toBe(text));
  test("whatever is taken out, the others stay", async () => {
    for (const name of ["git", "fd"]) {
      const without = (await remove(file, added, name))!;
      const items = (await packageListIn(file, without))!.items.filter((item) => item !== undefined);
      expect(items).toEqual(["git", "fd", "npm:prettier@3"].filter((other) => other !== name));
    }
  });
});

test("an item goes with the comment on its line, and no other", async () => {
  const text = `export default {\n  home: {\n    packages: [\n      // tools\n      "git", // versions\n      "fd",\n    ],\n  },\n};\n`;
  expect(await remove("home.config.ts", text, "git")).toBe(text.replace(`      "git", // versions\n`, ""));
});

test("the last of all leaves an empty list", async () => {
  expect(await remove("a.yaml", "home:\n  packages:\n    - git\n", "git")).toBe(
    "home:\n  packages:\n    []\n",
  );
  expect(await remove("a.ts", 'export default { home: { packages: ["git"] } };', "git")).toBe(
    "export default { home: { packages: [] } };",
  );
});

test.each([
  [
    "home.config.ts",
    "export default defineHome({});\n",
    'export default defineHome({\n  home: { packages: ["a", "b"] },\n});\n',
  ],
  ["home.config.json", "{}\n", '{\n  "home": { "packages": ["a", "b"] }\n}\n'],
  [
    "home.config.ts",
    'export default { home: { username: "a" } };\n',
    'export default { home: { username: "a", packages: ["a", "b"] } };\n',
  ],
  [
    "home.config.toml",
    'x = 1\n[home]\nusername = "a"\n',
    'x = 1\n[home]\npackages = ["a", "b"]\nusername = "a"\n',
  ],
  ["home.config.toml", 'home.username = "a"\n', 'home.packages = ["a", "b"]\nhome.username = "a"\n'],
  ["home.config.toml", "", '[home]\npackages = ["a", "b"]\n'],
  [
    "home.config.yaml",
    "# mine\nhome:\n  username: a\n",
    "# mine\nhome:\n  username: a\n  packages:\n    - a\n    - b\n",
  ],
])("%s without a list: %j", async (file, text, expected) => {
  expect(await add(file, text, "a", "b")).toBe(expected);
});

test.each([
  ["home.config.ts", `export default { home: { packages: mkIf(true, ["a"]) } };`],
  ["home.config.ts", `import { packages } from "./p.ts";\nexport default { home: { packages } };`],
  ["home.config.ts", `export default { home: { packages: [...a].filter(Boolean) } };`],
  ["home.config.toml", `home = { username = "a" }\n`],
  ["home.config.yaml", `home:\n  packages: { _type: if, condition: true, content: [a] }\n`],
])("%s: what is no plain list is left to its owner: %j", async (file, text) => {
  await expect(add(file, text, "x")).rejects.toMatchObject({
    code: "cannot-edit-packages",
    hint: expect.stringContaining('"x"'),
  });
});

/** Lists as people and formatters leave them: any mixture of lines, commas and comments. */
const separators = [
  ", ",
  ",",
  ",\n    ",
  " ,\n    ",
  ", // a, [b]\n    ",
  " /* c, ] */, ",
  ",\n    // d\n    ",
];
const laidOut = fc
  .record({
    names: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 6 }),
    between: fc.array(fc.constantFrom(...separators), { minLength: 6, maxLength: 6 }),
    before: fc.constantFrom("", " ", "\n    ", "\n    // first\n    "),
    after: fc.constantFrom(
      "",
      " ",
      ",",
      ",\n  ",
      "\n  ",
      ", // last\n  ",
      " // last\n  ",
      ",\n    // end\n  ",
    ),
    quote: fc.constantFrom("'", '"'),
  })
  .map(({ names, between, before, after, quote }) => {
    const items = names
      .map((name, at) => `${at === 0 ? "" : between[at - 1]}${quote}${name}${quote}`)
      .join("");
    return { names, text: `export default {\n  home: { packages: [${before}${items}${after}] }, // é\n};\n` };
  });
const commentsIn = (text: string) => text.match(/\/\/.*|\/\*.*?\*\//g) ?? [];
const valuesIn = async (text: string | undefined) => (await packageListIn("a.ts", text!))?.items;

test("whatever the layout: names come last, keep every comment, and go again", async () => {
  await fc.assert(
    fc.asyncProperty(laidOut, async ({ names, text }) => {
      const added = await add("a.ts", text, "npm:x", "npm:y@1");
      expect(await valuesIn(added)).toEqual([...names, "npm:x", "npm:y@1"]);
      expect(commentsIn(added).toSorted()).toEqual(commentsIn(text).toSorted());
      for (const name of names) {
        const without = await remove("a.ts", text, name);
        expect(await valuesIn(without)).toEqual(names.filter((other) => other !== name));
      }
    }),
    { numRuns: 500 },
  );
});
