/** Packages that no source covers stand for the system's own programs: which of them are there. */
import { join } from "node:path";
import { bareName, type PackageReference } from "../base/package.ts";
import { accessible, stat } from "../system/files.ts";

export interface SystemProgram {
  readonly package: PackageReference;
  /** The program by which the package is known. */
  readonly program: string;
  /** Where it is; undefined where it is absent. */
  readonly path?: string;
}

/** The references that mean the system's own, in order, each looked up on `searchPath` (colon-separated). */
export const systemPrograms = (
  packages: readonly PackageReference[],
  searchPath: string,
): readonly SystemProgram[] => {
  const folders = searchPath.split(":").filter((folder) => folder.startsWith("/"));
  return packages
    .filter(({ outPath }) => outPath === undefined)
    .map((reference) => {
      const program = programName(reference);
      const path = folders.map((folder) => join(folder, program)).find(isProgram);
      return { package: reference, program, ...(path !== undefined && { path }) };
    });
};

export const absentPrograms = (
  packages: readonly PackageReference[],
  searchPath: string,
): readonly SystemProgram[] => systemPrograms(packages, searchPath).filter(({ path }) => path === undefined);

export const programName = (reference: PackageReference): string => {
  const name = bareName(reference);
  return reference.mainProgram ?? programNames[name] ?? name;
};

const isProgram = (path: string): boolean => stat(path)?.kind === "file" && accessible(path, "execute");

/** Packages whose program has another name. */
const programNames: Readonly<Record<string, string>> = {
  "7zip": "7z",
  "age-encryption": "age",
  awscli: "aws",
  bottom: "btm",
  "bitwarden-cli": "bw",
  coreutils: "ls",
  "docker-cli": "docker",
  diffutils: "diff",
  dnsutils: "dig",
  fdfind: "fd",
  findutils: "find",
  gawk: "awk",
  gnugrep: "grep",
  gnumake: "make",
  gnupg: "gpg",
  gnused: "sed",
  gnutar: "tar",
  "google-cloud-sdk": "gcloud",
  helix: "hx",
  imagemagick: "magick",
  inetutils: "telnet",
  iproute2: "ip",
  jujutsu: "jj",
  kubernetes: "kubectl",
  moreutils: "sponge",
  neovim: "nvim",
  "nodePackages.npm": "npm",
  nodejs: "node",
  nushell: "nu",
  openssh: "ssh",
  openssl: "openssl",
  "password-store": "pass",
  poppler_utils: "pdftotext",
  procps: "ps",
  python3: "python3",
  ripgrep: "rg",
  "silver-searcher": "ag",
  sqlite: "sqlite3",
  taskwarrior: "task",
  tealdeer: "tldr",
  terraform: "terraform",
  "util-linux": "mount",
  vscode: "code",
  xorg: "X",
};
