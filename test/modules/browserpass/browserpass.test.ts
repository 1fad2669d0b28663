import { packageNamed } from "lares/module";
import { expect, test } from "vitest";
import browserpass from "../../../modules/browserpass.ts";
import { homeOf, textsOf } from "../home.ts";

const stored = packageNamed("browserpass", { outPath: "/store/browserpass" });

test.each(["linux", "darwin"] as const)("manifests lie where each browser looks on %s", async (os) => {
  const home = homeOf(
    [browserpass],
    { programs: { browserpass: { enable: true, package: stored } } },
    { os },
  );
  const texts = textsOf(home);
  await expect(`${JSON.stringify(texts, undefined, 1)}\n`).toMatchFileSnapshot(`golden/${os}.golden`);
});

test("only the browsers asked for, and nothing for the system's own package", () => {
  const enabled = (more: object) =>
    textsOf(homeOf([browserpass], { programs: { browserpass: { enable: true, ...more } } }));
  expect(Object.keys(enabled({ package: stored, browsers: ["firefox"] }))).toEqual([
    ".mozilla/native-messaging-hosts/com.github.browserpass.native.json",
  ]);
  expect(enabled({})).toEqual({});
});
