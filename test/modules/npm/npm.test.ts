import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import npm from "../../../modules/npm.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([npm], {
    programs: {
      npm: {
        enable: true,
        settings: { color: true, include: ["dev", "prod"], "//npm.example.org/:_authToken": "$TOKEN" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/npm.golden");
});

test.skipIf(!has("npm"))("npm understands lists and variables (needs npm)", () => {
  const settings = { include: ["dev", "prod"], prefix: "$" + "{HOME}/packages" };
  const home = writtenHome([npm], { programs: { npm: { enable: true, settings } } });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const asked = (name: string) =>
    askAt(home, "env", [`NPM_CONFIG_USERCONFIG=${home}/.npmrc`, "npm", "config", "get", name]).trim();
  expect([asked("include"), asked("prefix")]).toEqual(["dev,prod", `${home}/packages`]);
});
