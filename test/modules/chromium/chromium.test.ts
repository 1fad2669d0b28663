import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Definitions, packageNamed } from "lares/module";
import { expect, test } from "vitest";
import brave from "../../../modules/brave.ts";
import chromium from "../../../modules/chromium/index.ts";
import googleChrome from "../../../modules/google-chrome.ts";
import vivaldi from "../../../modules/vivaldi.ts";
import { homeOf, textsOf } from "../home.ts";

const modules = [brave, chromium, googleChrome, vivaldi];
const id = "abcdefghijklmnopabcdefghijklmnop";
const home = (programs: Definitions["programs"], os: "linux" | "darwin" = "linux") =>
  homeOf(modules, { programs } as Definitions, { os });

test("each browser's files lie where it looks", async () => {
  const all = {
    chromium: { enable: true, extensions: [id, { id: "b".repeat(32), crxPath: "/x.crx", version: "1" }] },
    brave: { enable: true, extensions: [id], commandLineArgs: ["--one", "--two=a b"] },
    "google-chrome": { enable: true, extensions: [{ id, updateUrl: "https://u.org/x" }] },
    vivaldi: { enable: true, extensions: [id] },
  };
  const texts = textsOf(home(all));
  await expect(`${JSON.stringify(texts, undefined, 1)}\n`).toMatchFileSnapshot("golden/linux.golden");
  const described = home(all, "darwin");
  expect(described.failedAssertions).toEqual([expect.stringContaining("google-chrome.extensions")]);
  await expect(`${Object.keys(textsOf(described)).join("\n")}\n`).toMatchFileSnapshot("golden/darwin.golden");
});

test("Chromium's options serve another browser by its package", () => {
  const { description } = home({ chromium: { enable: true, package: "vivaldi", extensions: [id] } });
  expect(description.files.map(({ target }) => target)).toEqual([
    `.config/vivaldi/External Extensions/${id}.json`,
  ]);
});

test("on macOS Chrome takes extensions from its store only, whoever sets it up", () => {
  const extensions = [{ id, updateUrl: "https://u.org/x" }];
  const failed = (name: string) =>
    home({ chromium: { enable: true, package: name, extensions } }, "darwin").failedAssertions;
  expect(failed("google-chrome-dev")).toHaveLength(1);
  expect(failed("brave")).toEqual([]);
});

test("flags need the package, and reach Debian's Chromium by the environment", () => {
  const flags = { enable: true, commandLineArgs: ["--a", "--b"] };
  expect(home({ chromium: flags }).description.sessionVariables.CHROMIUM_FLAGS).toBe("--a --b");
  expect(home({ chromium: { ...flags, package: null } }).failedAssertions).toHaveLength(1);
});

test("hosts and dictionaries of packages in the store are linked", () => {
  const root = fs.mkdtempSync(path.join(tmpdir(), "lares-chromium-"));
  const one = packageNamed("one", { outPath: root, passthru: { dictFileName: "en-US-10-1.bdic" } });
  const { description } = home({
    "google-chrome": {
      enable: true,
      dictionaries: [one, "system-one"],
      nativeMessagingHosts: [one],
      plasmaSupport: true,
    },
  });
  expect(description.files.map(({ target, content }) => [target, "path" in content && content.path])).toEqual(
    [
      [".config/google-chrome/Dictionaries/en-US-10-1.bdic", root],
      [".config/google-chrome/NativeMessagingHosts", `${root}/etc/chromium/native-messaging-hosts`],
    ],
  );
  fs.rmSync(root, { recursive: true });
});
