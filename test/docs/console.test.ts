/**
 * Every page's `console` blocks show what the commands really print. `UPDATE_DOCS=1 npx vitest run test/docs` writes the
 * outputs anew; read the difference before you commit it.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { normalised, runSession, stepsOf, withOutputs } from "./console.ts";

const root = path.resolve(import.meta.dirname, "../..");
const pages = ["README.md", ...fs.readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith(".md"))
  .map((name) => [name, fs.readFileSync(path.join(root, name), "utf8")] as const)
  .filter(([, text]) => stepsOf(text).length > 0);

test("the README shows a session", () => expect(pages.map(([name]) => name)).toContain("README.md"));

test.each(pages)("%s shows what its commands print", (name, text) => {
  const steps = stepsOf(text);
  const outputs = runSession(steps.map(({ command }) => command));
  if (process.env.UPDATE_DOCS) fs.writeFileSync(path.join(root, name), withOutputs(text, outputs));
  else
    expect(steps.map(({ command }, i) => `$ ${command}\n${normalised(outputs[i]!)}`)).toEqual(
      steps.map(({ command, output }) => `$ ${command}\n${normalised(output)}`),
    );
});
