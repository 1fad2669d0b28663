/** Homes to build, with everything that a test does not care about filled in. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { absolutePath, type HomePath } from "../../src/base/paths.ts";
import type { FileContent, FileDescription, HomeDescription } from "../../src/home/description.ts";

export const home = (more: Partial<HomeDescription> = {}): HomeDescription => ({
  username: "ada",
  homeDirectory: absolutePath("/home/ada"),
  stateVersion: "25.11",
  files: [],
  packages: [],
  profileFiles: {},
  generationFiles: {},
  sessionVariables: {},
  sessionPath: [],
  activation: [],
  specialisations: {},
  warnings: [],
  packageSettings: { packageIndex: true, platforms: null, minimumReleaseAge: null, vendor: null },
  settings: {
    ...{ substituters: [], trustedPublicKeys: [], maxJobs: 1, cores: 1, sandbox: "auto" },
    ...{ buildTimeout: null, silentTimeout: null },
  },
  storePaths: [],
  derivations: {},
  storeSources: [],
  ...more,
});

export const file = (
  target: string,
  content: FileContent,
  more: Partial<FileDescription> = {},
): FileDescription => ({
  target: target as HomePath,
  mode: "link",
  content,
  force: false,
  onChange: "",
  origin: { option: `home.file.${JSON.stringify(target)}`, place: { file: "/etc/home.config.ts", line: 3 } },
  ...more,
});

export const text = (text: string, more: { executable?: boolean } = {}): FileContent => ({
  type: "text",
  text,
  ...more,
});
export const source = (path: string, more: { executable?: boolean } = {}): FileContent => ({
  type: "source",
  path: absolutePath(path),
  ...more,
});

/** A tree as one line a path: permission bits with contents, or where a link leads. */
export const listing = (root: string, path = ""): string[] =>
  readdirSync(join(root, path))
    .sort()
    .flatMap((name) => {
      const at = path === "" ? name : `${path}/${name}`;
      const status = lstatSync(join(root, at));
      if (status.isSymbolicLink()) return [`${at} -> ${readlinkSync(join(root, at))}`];
      if (status.isDirectory())
        return readdirSync(join(root, at)).length === 0 ? [`${at}/`] : listing(root, at);
      return [
        `${at} ${(status.mode & 0o7777).toString(8)} ${JSON.stringify(readFileSync(join(root, at), "utf8"))}`,
      ];
    });
