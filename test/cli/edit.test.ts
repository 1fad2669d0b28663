/** `lares edit`: an editor that is a script writes down what it was called with, and edits. */
import { expect, test } from "vitest";
import { home, startSession } from "./session.ts";

const config = home(`  home: {
    sessionVariables: { A: "1" },
    file: {
      ".config/foo/foo.conf": { source: "./foo.conf" },
      ".text": {
        text: "made\\n",
      },
    },
  },`);

const start = () => {
  const session = startSession(config);
  session.write("config/foo.conf", "one\n");
  session.write(
    "bin/vim",
    '#!/bin/sh\nprintf "%s\\n" "$@" >"$HOME/called"\nfor file; do :; done\nsed -i "s/one/edited/; s/made/remade/" "$file"\n',
    0o755,
  );
  expect(session.lares(["switch"]).status).toBe(0);
  return session;
};

test("opens the source, and switches", () => {
  const session = start();
  const env = { EDITOR: `${session.home}/bin/vim -n` };
  expect(session.lares(["edit", "foo.conf"], { env }).stdout).toContain("generation 1 → 2");
  expect(session.read("called")).toBe(`-n\n${session.home}/config/foo.conf\n`);
  expect(session.read(".config/foo/foo.conf")).toBe("edited\n");
  expect(session.lares(["edit", "~/.config/foo/foo.conf"], { env }).stdout).toContain(
    "is as before (generation 2)",
  );
});

test("opens the configuration at the line that says the text", () => {
  const session = start();
  const answer = session.lares(["edit", ".text"], {
    env: { VISUAL: `${session.home}/bin/vim`, EDITOR: "false" },
  });
  expect(answer.stderr).toBe("");
  expect(session.read("called")).toMatch(/^\+\d+\n.*home\.config\.ts\n$/);
  const line = Number(/^\+(\d+)/.exec(session.read("called"))![1]);
  expect(
    session
      .read("config/home.config.ts")
      .split("\n")
      .slice(line - 1, line + 2)
      .join("\n"),
  ).toContain("remade");
  expect(session.read(".text")).toBe("remade\n");
});

test("says what is wrong: no editor, one that fails, a name that is none", () => {
  const session = start();
  expect(session.lares(["edit", "foo.conf"]).stderr).toContain("no editor is set");
  expect(session.lares(["edit", "foo.conf"], { env: { EDITOR: "false" } }).stderr).toContain(
    "ended with status 1",
  );
  expect(session.lares(["edit", "foo.cnf"], { env: { EDITOR: "true" } }).stderr).toContain(
    "makes no file foo.cnf",
  );
});

test("completes the names of managed files", () => {
  const session = start();
  expect(session.lares(["__complete", "bash", "edit", ".c"]).stdout).toBe(".config/foo/foo.conf\n");
});
