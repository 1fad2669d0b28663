/** What is done with packages while everything goes wrong: builds, downloads, caches, the lock. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { formatHash, hashBytes } from "../src/format/hash.ts";
import { parseNarInfo } from "../src/format/narinfo.ts";
import { digestOf } from "../src/format/store-path.ts";
import { type Fault, makeOld } from "./invariants.ts";
import { registries, registryEnvironment } from "./registry.ts";
import type { Scenario } from "./scenario.ts";
import type { Trial } from "./trial.ts";

/** An archive beside the configuration, of one program; gives its hash. */
const packArchive = ({ config }: Trial): string => {
  const folder = `${config}/fetched`;
  fs.mkdirSync(folder);
  fs.writeFileSync(`${folder}/fetched`, "#!/bin/sh\necho fetched\n", { mode: 0o755 });
  const file = `${config}/fetched.tar.gz`;
  const { status } = spawnSync("tar", ["-C", config, "-czf", file, "fetched"]);
  if (status !== 0) throw new Error("tar");
  return `sha256-${createHash("sha256").update(fs.readFileSync(file)).digest("base64")}`;
};

const built = `mkDerivation({
  pname: "built", version: "1", src: path("./tree"),
  installPhase: 'mkdir -p "$out/bin"; printf "#!/bin/sh\\\\necho built\\\\n" >"$out/bin/built"; chmod +x "$out/bin/built"',
})`;

const realising = (trial: Trial, sandbox = "off"): string => `
import { archive, defineHome, mkDerivation, path, writeText } from "lares";
const built = ${built};
const fetched = archive({ pname: "fetched", version: "1", url: "file://${trial.config}/fetched.tar.gz", hash: "${hashOf(trial)}" });
export default defineHome({
  lares: { sandbox: "${sandbox}" },
  home: {
    packages: [built, fetched],
    file: {
      ".a": { text: "new" },
      ".conf": { source: writeText("conf", "a = 1\\n") },
      ".built": { text: \`\${built}/bin/built\\n\` },
    },
  },
});
`;

const hashOf = ({ config }: Trial): string => fs.readFileSync(`${config}/hash`, "utf8");

const withArchive = (trial: Trial): void => {
  trial.write("mine", "untouched", 0o604);
  fs.writeFileSync(`${trial.config}/hash`, packArchive(trial));
};

/** The bundle is in its cache, as on any day but the first: what is of interest comes after it. */
const loaded = (trial: Trial, config: string): string => {
  trial.configure(config);
  const { status, stderr } = trial.run(["plan"]);
  if (status !== 0 && status !== 3) throw new Error(`lares plan ended with ${status}: ${stderr}`);
  return config;
};

const onlyBuilt = (settings: string): string => `
import { defineHome, mkDerivation, path } from "lares";
const built = ${built};
export default defineHome({
  lares: { sandbox: "off", ${settings} },
  home: { packages: [built], file: { ".built": { text: \`\${built}/bin/built\\n\` } } },
});
`;

const cacheOf = ({ config }: Trial): string => `${config}/cache`;
const secretOf = ({ config }: Trial): string => `${config}/cache.secret`;
const pushing = (trial: Trial): readonly string[] => [
  ...["cache", "push", `file://${cacheOf(trial)}`, trial.places.anchor, "--key", secretOf(trial)],
];

/** Builds, pushes, and forgets all that Lares ever did in this home. */
const fillCache = (trial: Trial): void => {
  trial.must(["cache", "keygen", "torture-1", "--out", secretOf(trial)]);
  trial.configure(onlyBuilt(""));
  trial.must(["switch"]);
  trial.must(pushing(trial));
  trial.must(["uninstall", "--yes"]);
  fs.rmSync(`${trial.home}/.local`, { recursive: true, force: true });
  trial.write("mine", "untouched", 0o604);
};

const fromCache = (trial: Trial): string => {
  const key = fs.readFileSync(`${secretOf(trial)}.pub`, "utf8").trim();
  return onlyBuilt(`substituters: ["file://${cacheOf(trial)}"], trustedPublicKeys: ["${key}"], maxJobs: 0`);
};

/** Whoever finds a path described in a cache finds its NAR, whole, and all that it refers to. */
const trueCache = (trial: Trial): readonly Fault[] => {
  const folder = cacheOf(trial);
  const described = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => name.endsWith(".narinfo"))
    : [];
  return described.flatMap((name): Fault[] => {
    const info = parseNarInfo(trial.places.storeDir, fs.readFileSync(`${folder}/${name}`, "utf8"), name);
    const lacking = info.references.filter((path) => !described.includes(`${digestOf(path)}.narinfo`));
    if (lacking.length > 0)
      return [{ kind: "lost", what: `${name} refers to ${lacking}, which are not there` }];
    const nar = `${folder}/${info.url}`;
    const hash = fs.existsSync(nar)
      ? formatHash(hashBytes("sha256", fs.readFileSync(nar)), "sri")
      : "nothing";
    return hash === formatHash(info.fileHash!, "sri")
      ? []
      : [{ kind: "lost", what: `${name} names ${info.url}, which is ${hash}` }];
  });
};

const using = (...packages: readonly string[]) => ({ home: { packages, file: { ".a": { text: "1" } } } });
const mine = (trial: Trial): void => trial.write("mine", "untouched", 0o604);
const today = () => registryEnvironment(registries().today);
const yesterday = () => registryEnvironment(registries().yesterday);

/** An edit and the home that is made from it are there together, or neither is: what any command sees to when it begins. */
const editAndHome =
  (name: string) =>
  (trial: Trial): readonly Fault[] => {
    trial.run(["generations"]);
    const { config, places } = trial;
    const isNamed = fs.readFileSync(`${config}/home.config.json`, "utf8").includes(`npm:${name}`);
    const isLocked = fs.readFileSync(`${config}/lares.lock`, "utf8").includes(`"npm:${name}`);
    const isThere = fs.existsSync(`${places.anchor}/home-path/bin/${name}`);
    const isHalf = fs.existsSync(`${places.stateDir}/journal/edit.json`);
    return isNamed === isThere && (isLocked || !isNamed) && !isHalf
      ? []
      : [
          {
            kind: "mixed",
            what: `${name}: in the configuration ${isNamed}, locked ${isLocked}, installed ${isThere}, journal ${isHalf}`,
          },
        ];
  };

const sources = (more = {}) => ({
  home: { file: { ".one": { source: "./tree/one" }, ".two": { source: "./tree/deep/two" }, ...more } },
});

export const packageScenarios: Readonly<Record<string, Scenario>> = {
  "packages built and fetched": {
    prepare: withArchive,
    config: (trial) => loaded(trial, realising(trial)),
    words: () => ["switch"],
    programs: ["built", "fetched"],
  },
  "packages built in a sandbox": {
    prepare: withArchive,
    config: (trial) => loaded(trial, realising(trial, "auto")),
    words: () => ["switch"],
    programs: ["built", "fetched"],
  },
  "packages from a cache": {
    prepare: fillCache,
    config: (trial) => loaded(trial, fromCache(trial)),
    words: () => ["switch"],
    programs: ["built"],
    holds: trueCache,
  },
  "pushing to a cache": {
    prepare: (trial) => {
      trial.must(["cache", "keygen", "torture-1", "--out", secretOf(trial)]);
      trial.configure(onlyBuilt(""));
      trial.must(["switch"]);
      mine(trial);
    },
    words: pushing,
    again: (trial) => {
      makeOld(cacheOf(trial));
      return [pushing(trial)];
    },
    programs: ["built"],
    holds: trueCache,
  },
  "packages that go": {
    prepare: (trial) => {
      trial.configure(onlyBuilt(""));
      trial.must(["switch"]);
      trial.configure({ home: { file: { ".a": { text: "1" } } } });
      trial.must(["switch"]);
      mine(trial);
    },
    words: () => ["gc", "--keep", "1"],
  },
  locking: {
    env: today,
    before: [{ home: { file: { ".a": { text: "1" } } } }],
    prepare: mine,
    config: using("npm:tool"),
    words: () => ["switch"],
    programs: ["tool"],
  },
  "updating the lock": {
    env: today,
    prepare: (trial) => {
      mine(trial);
      trial.configure(using("npm:tool", "npm:other@1"));
      trial.must(["switch"], { env: yesterday() });
    },
    words: () => ["update"],
    programs: ["tool", "other"],
  },
  "adding a package": {
    env: today,
    prepare: (trial) => {
      mine(trial);
      trial.configure(using("npm:tool"));
      trial.must(["switch"]);
    },
    words: () => ["add", "npm:other@1"],
    again: () => [["add", "npm:other@1"], ["switch"]],
    programs: ["tool", "other"],
    holds: editAndHome("other"),
  },
  "removing a package": {
    env: today,
    prepare: (trial) => {
      mine(trial);
      trial.configure(using("npm:tool", "npm:other"));
      trial.must(["switch"]);
    },
    words: () => ["remove", "npm:other"],
    again: ({ config }) => [
      ...(fs.readFileSync(`${config}/home.config.json`, "utf8").includes("other")
        ? [["remove", "npm:other"]]
        : []),
      ["switch"],
    ],
    programs: ["tool"],
    holds: editAndHome("other"),
  },
  "live on": {
    before: [sources()],
    prepare: mine,
    words: ({ home }) => ["live", "on", `${home}/.one`, `${home}/.two`],
  },
  "live off": {
    before: [sources()],
    prepare: (trial) => {
      mine(trial);
      trial.must(["live", "on", trial.at(".one"), trial.at(".two")]);
      trial.source("tree/one", "edited while live");
    },
    words: () => ["live", "off"],
  },
  "taking an adoption back": {
    before: [{ home: { file: { ".a": { text: "1" } } } }],
    prepare: (trial) => {
      mine(trial);
      trial.write(".rc", "mine", 0o644);
      trial.must(["adopt", trial.at(".rc")]);
    },
    words: () => ["adopt", "--undo"],
    through: [
      (trial) => {
        trial.configure({ home: { file: { ".a": { text: "1" } } } });
        trial.must(["switch"]);
      },
    ],
    again: ({ places }) => [
      ...(fs.existsSync(`${places.stateDir}/adoption.json`) ? [["adopt", "--undo"]] : []),
      ["switch"],
    ],
  },
};
