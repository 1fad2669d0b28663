import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Definitions, packageNamed } from "lares/module";
import { describe, expect, test } from "vitest";
import firefox from "../../../modules/firefox.ts";
import floorp from "../../../modules/floorp.ts";
import librewolf from "../../../modules/librewolf.ts";
import mozilla from "../../../modules/mozilla/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { switchedHome } from "../switched-home.ts";

const modules = [firefox, floorp, librewolf, mozilla];
const home = (definitions: NonNullable<Definitions["programs"]>, os: "linux" | "darwin" = "linux") =>
  homeOf(modules, { programs: definitions } as Definitions, { os });

const rich: Definitions["programs"] = {
  firefox: {
    enable: true,
    policies: { DisableTelemetry: true },
    languagePacks: ["de"],
    profiles: {
      main: {
        preConfig: "// first",
        settings: {
          "general.smoothScroll": false,
          "layout.css.devPixelsPerPx": 1.5,
          "browser.newtabpage.pinned": [{ title: 'a "b"', url: "https://example.org" }],
        },
        extraConfig: 'user_pref("x", 1);',
        storeId: "1a2b3c4d",
        userChrome: "/* one line */ #urlbar {}",
        bookmarks: {
          force: true,
          settings: {
            wiki: { url: "https://w.org/?s=%s&go", keyword: "w", tags: ["a", "b"] },
            bar: { toolbar: true, bookmarks: [{ name: "<x>", url: "https://x.org" }, "separator"] },
          },
        },
        containers: { work: { id: 2, icon: "briefcase" }, play: { id: 1, color: "red" } },
        containersForce: true,
        handlers: {
          mimeTypes: { "application/pdf": { action: 3, extensions: ["pdf"] } },
          schemes: { mailto: { action: 2, handlers: [{ name: "M", uriTemplate: "https://m.org/%s" }] } },
        },
        extensions: { force: true, settings: { "u@x.org": { settings: { lists: ["a"] } } } },
      },
      other: { id: 1, path: "elsewhere" },
    },
  },
};

test("all files of a rich profile", async () => {
  const texts = textsOf(home(rich));
  const text = Object.keys(texts)
    .sort()
    .map((name) => `==> ${name} <==\n${texts[name]}`)
    .join("\n");
  await expect(text).toMatchFileSnapshot("golden/firefox.golden");
});

test("on macOS profiles lie where Firefox looks there, and policies are defaults", () => {
  const { description } = home(rich, "darwin");
  expect(description.files.map(({ target }) => target)).toContain(
    "Library/Application Support/Firefox/Profiles/elsewhere/.keep",
  );
  expect(description.activation.find(({ name }) => name === "firefoxPolicies")?.script).toContain(
    "defaults write org.mozilla.firefox DisableTelemetry",
  );
});

describe("search engines", () => {
  const searchOf = (search: object, folder = "p") => {
    const texts = textsOf(home({ floorp: { enable: true, profiles: { p: { path: folder, search } } } }));
    const [, base64] = texts[`.floorp/${folder}/search.json.mozlz4`]!.split(" ");
    return JSON.parse(unpacked(Buffer.from(base64!, "base64")));
  };

  test("are packed as Firefox reads them, former names and icons included", async () => {
    const search = searchOf({
      default: "Google",
      order: ["mine", "ddg"],
      engines: {
        mine: {
          urls: [{ template: "https://m.org/?q={searchTerms}" }],
          icon: "/icons/m.svg",
          updateInterval: 5,
        },
        Bing: { metaData: { hidden: true } },
      },
    });
    await expect(`${JSON.stringify(search, undefined, 1)}\n`).toMatchFileSnapshot("golden/search.golden");
  });

  test("a default is bound to the profile's folder", () => {
    const inFolder = (folder: string) => searchOf({ default: "ddg" }, folder).metaData.defaultEngineIdHash;
    expect(inFolder("p")).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(inFolder("p")).not.toBe(inFolder("q"));
  });
});

describe("checks", () => {
  const failures = (profiles: object, more: object = {}) =>
    home({ librewolf: { enable: true, profiles: profiles as never, ...more } }).failedAssertions;

  test("of profiles: one default, no shared ids", () => {
    expect(failures({ a: {}, b: { id: 1, isDefault: true } })).toEqual([expect.stringContaining("a, b")]);
    expect(failures({ a: {}, b: { isDefault: false } })).toEqual([expect.stringContaining("share the id 0")]);
  });
  test("of containers", () => {
    expect(failures({ a: { containers: { x: { id: 0 } } } })).toHaveLength(1);
    expect(failures({ a: { containers: { x: { id: 4294967293 } } } })).toEqual([]);
    expect(failures({ a: { containers: { x: {}, y: {} } } })).toEqual([
      expect.stringContaining("x, y share the id 1"),
    ]);
  });
  test("of what is replaced without consent", () => {
    expect(failures({ a: { bookmarks: { settings: [{ name: "a", url: "b" }] } } })).toHaveLength(1);
    expect(failures({ a: { extensions: { settings: { x: { settings: { y: 1 } } } } } })).toHaveLength(1);
  });
  test("of extensions' permissions", () => {
    const addon = packageNamed("u", {
      passthru: { addonId: "u@x.org", mozPermissions: ["tabs", "storage"] },
    });
    const checked = (extensions: object) =>
      failures({ a: { extensions: { packages: [addon], ...extensions } } });
    expect(checked({ settings: { "u@x.org": { permissions: ["tabs", "storage", "x"] } } })).toEqual([]);
    expect(checked({ settings: { "u@x.org": { permissions: ["tabs"] } } })).toEqual([
      expect.stringContaining("also asks for storage"),
    ]);
    expect(
      checked({ exactPermissions: true, settings: { "u@x.org": { permissions: ["tabs", "storage", "x"] } } }),
    ).toEqual([expect.stringContaining("does not ask for x")]);
    expect(checked({ exhaustivePermissions: true })).toHaveLength(1);
    expect(checked({ settings: { "v@x.org": { permissions: [] } } })).toHaveLength(1);
  });
});

test("bookmarks without `settings` count, with a warning", () => {
  const { description, failedAssertions } = home({
    firefox: { enable: true, profiles: { a: { bookmarks: [{ name: "n", url: "https://n.org" }] } } },
  });
  expect(failedAssertions).toEqual([]);
  expect(description.warnings).toEqual([expect.stringContaining("`settings`")]);
  const bookmarks = description.storeSources.filter(({ path }) => path.endsWith("-bookmarks.html"));
  expect(bookmarks).toEqual([
    expect.objectContaining({ text: expect.stringContaining('HREF="https://n.org"') }),
  ]);
  const preferences = description.files.find(({ target }) => target.endsWith("/a/user.js"));
  expect(preferences).toMatchObject({
    content: { text: expect.stringContaining(`"${bookmarks[0]!.path}"`) },
  });
});

test("hosts of several packages share a folder; a folder of styles stands for chrome", () => {
  const root = fs.mkdtempSync(path.join(tmpdir(), "lares-mozilla-"));
  fs.mkdirSync(path.join(root, "styles"));
  const hostOf = (name: string) => packageNamed(name, { outPath: path.join(root, name) });
  const { description, failedAssertions } = home({
    firefox: {
      enable: true,
      nativeMessagingHosts: [hostOf("a"), hostOf("b"), "system-one"],
      profiles: { p: { userChrome: path.join(root, "styles") } },
    },
  });
  expect(failedAssertions).toEqual([]);
  const hosts = description.files.filter(({ target }) => target === ".mozilla/native-messaging-hosts");
  expect(hosts.map(({ mode }) => mode)).toEqual(["recursive", "recursive"]);
  expect(description.files.find(({ target }) => target.endsWith("/chrome"))?.mode).toBe("recursive");
  fs.rmSync(root, { recursive: true });
});

test("LibreWolf has preferences for all profiles", () => {
  expect(textsOf(home({ librewolf: { enable: true, settings: { "webgl.disabled": false } } }))).toEqual({
    ".librewolf/librewolf.overrides.cfg": '// Written by Lares.\n\ndefaultPref("webgl.disabled", false);\n',
  });
});

/** A reader of LZ4 blocks, as the format's description has it. */
const unpacked = (file: Buffer): string => {
  expect(file.subarray(0, 8).toString("latin1")).toBe("mozLz40\0");
  const size = file.readUInt32LE(8);
  const out: number[] = [];
  let at = 12;
  const more = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15)
      do length += file[at]!;
      while (file[at++] === 255);
    return length;
  };
  while (at < file.length) {
    const token = file[at++]!;
    for (let left = more(token >> 4); left > 0; left--) out.push(file[at++]!);
    if (at >= file.length) break;
    const offset = file.readUInt16LE(at);
    at += 2;
    for (let left = more(token & 15) + 4; left > 0; left--) out.push(out[out.length - offset]!);
  }
  expect(out).toHaveLength(size);
  return Buffer.from(out).toString();
};

test("on macOS policies that are gone are deleted, the last ones too", async () => {
  const trial = switchedHome([firefox, mozilla], { "/usr/bin/defaults": 'note "$1 $2 $3"' }, "darwin");
  const policies = (all: Readonly<Record<string, boolean>>): Definitions => ({
    programs: { firefox: { enable: true, policies: all } },
  });
  try {
    await trial.become(policies({ DisableTelemetry: true, DisablePocket: true }));
    trial.noted();
    await trial.become(policies({ DisableTelemetry: true }));
    expect(trial.noted()).toEqual([
      "defaults delete org.mozilla.firefox DisablePocket",
      "defaults write org.mozilla.firefox EnterprisePoliciesEnabled",
      "defaults write org.mozilla.firefox DisableTelemetry",
    ]);
    await trial.become({});
    expect([...trial.noted()].sort()).toEqual([
      "defaults delete org.mozilla.firefox DisableTelemetry",
      "defaults delete org.mozilla.firefox EnterprisePoliciesEnabled",
    ]);
  } finally {
    trial.remove();
  }
});
