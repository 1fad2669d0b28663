import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Session, startSession } from "../cli/session.ts";

const names = Array.from({ length: 100 }, (_, at) => `file-${at}`);
const config = `
const names = Array.from({ length: 100 }, (_, at) => \`file-\${at}\`);
export default { home: { file: Object.fromEntries(names.map((name) => [\`.d/\${name}\`, { source: \`./\${name}\` }])) } };
`;

const manyFiles = (): Session => {
  const session = startSession(config);
  for (const name of names) session.write(`config/${name}`, `${name}\n`);
  succeed(session, "switch");
  return session;
};

const succeed = (session: Session, ...words: string[]): string => {
  const { status, stdout, stderr } = session.lares(words);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
};

const edit = (session: Session, name: string, text: string): void => {
  session.write(`config/${name}`, text);
  succeed(session, "switch");
  for (const each of names.filter((each) => each !== name))
    expect(session.read(`.d/${each}`)).toContain(each);
  expect(session.read(`.d/${name}`)).toBe(text);
};

const homes = (session: Session): string => join(session.home, ".lares-root/cache/homes");
const fileOf = (session: Session, ending: string): string =>
  join(homes(session), readdirSync(homes(session)).find((name) => name.endsWith(ending)) ?? `none${ending}`);
const verified = (session: Session): void => {
  expect(succeed(session, "store", "verify")).not.toMatch(/damaged|wrong|mismatch/);
};

test("the second build makes a pack, and those after it are the generations that they would be without", () => {
  const session = manyFiles();
  expect(existsSync(fileOf(session, ".pack"))).toBe(false);
  edit(session, "file-3", "file-3 once\n");
  const written = statSync(fileOf(session, ".pack"));
  edit(session, "file-50", "file-50 once\n");
  expect(statSync(fileOf(session, ".pack")).ino).toBe(written.ino);
  verified(session);
  const path = /HASH-|[0-9a-z]{32}-home-generation/;
  const generation = succeed(session, "build").match(path)?.[0];
  rmSync(homes(session), { recursive: true });
  expect(succeed(session, "build").match(path)?.[0]).toBe(generation);
});

test("a pack whose bytes are others is found out, and written anew", () => {
  const session = manyFiles();
  edit(session, "file-3", "file-3 once\n");
  const pack = fileOf(session, ".pack");
  const bytes = readFileSync(pack);
  const at = bytes.indexOf("file-70");
  bytes.write("FILE-70", at);
  writeFileSync(pack, bytes);
  edit(session, "file-50", "file-50 once\n");
  verified(session);
  expect(readFileSync(pack, "latin1")).not.toContain("FILE-70");
});

test("a home without its pack is built as ever", () => {
  const session = manyFiles();
  edit(session, "file-3", "file-3 once\n");
  rmSync(fileOf(session, ".pack"));
  edit(session, "file-50", "file-50 once\n");
  verified(session);
  expect(existsSync(fileOf(session, ".pack"))).toBe(true);
});
