/** Files made of text. */
import { decodeBase32 } from "../format/base32.ts";
import { hashBytes } from "../format/hash.ts";
import { fixedPath, textPath } from "../format/store-path.ts";
import type { StoreText } from "../home/description.ts";
import { type CallSite, callSite } from "../option/property.ts";
import { fileNode } from "../store/tree.ts";
import { encodeName } from "../system/names.ts";
import { makeBuild } from "./derivation.ts";
import { type MadePackage, makePackage, type Package } from "./package.ts";
import { currentSession, inputsOf, noteSource } from "./session.ts";

export interface TextFile {
  readonly name: string;
  /** Store paths in it (`${package}/bin/x`) are there whenever the file is. */
  readonly text: string;
  readonly executable?: boolean | undefined;
  /** Where the file is in the package: `/bin/tool`, `/share/x.conf`; not given: the package is the file. */
  readonly destination?: string | undefined;
  readonly mainProgram?: string | undefined;
}

/** A file with this text. */
export const writeTextFile = (file: TextFile): Package => textPackage(file, callSite(writeTextFile));

/** A file with this text: `home.file.x.source = writeText("x", "…")`, or its path in another text. */
export const writeText = (name: string, text: string): Package =>
  textPackage({ name, text }, callSite(writeText));

/** An executable file with this text, which begins with its `#!` line. */
export const writeScript = (name: string, text: string): Package =>
  textPackage({ name, text, executable: true }, callSite(writeScript));

/** A package with this text as its command `bin/NAME`. */
export const writeScriptBin = (name: string, text: string): Package =>
  textPackage(binFile(name, text), callSite(writeScriptBin));

/** An executable file with these commands of bash. */
export const writeShellScript = (name: string, text: string): Package =>
  textPackage({ name, text: bashText(text), executable: true }, callSite(writeShellScript));

/** A package with these commands of bash as its command `bin/NAME`. */
export const writeShellScriptBin = (name: string, text: string): Package =>
  textPackage(binFile(name, bashText(text)), callSite(writeShellScriptBin));

const binFile = (name: string, text: string): TextFile => ({
  name,
  text,
  executable: true,
  destination: `/bin/${name}`,
  mainProgram: name,
});

/** The system's bash, wherever it is. */
export const bashText = (text: string): string => `#!/usr/bin/env bash\n${text}`;

export const textPackage = (file: TextFile, at: CallSite): Package =>
  makePackage({ name: file.name, mainProgram: file.mainProgram }, () => makeText(file), at);

/**
 * A text that names no derivation's output is in the home's description and needs no build. One that does is a
 * derivation itself: it cannot be there before what it names.
 */
const makeText = ({ name, text, executable = false, destination = "" }: TextFile): MadePackage => {
  const inputs = inputsOf([text]);
  if (destination === "" && Object.keys(inputs.derivations).length === 0)
    return { outputs: { out: noteSource(storeText(name, text, executable, inputs.sources)) } };
  const env = { text, executable, destination };
  return makeBuild({ name, builder: "builtin:lares-write-file", system: "builtin", env });
};

const storeText = (
  name: string,
  text: string,
  executable: boolean,
  references: StoreText["references"],
): StoreText => {
  const { storeDir } = currentSession();
  const bytes = encodeName(text);
  const path = executable
    ? fixedPath(storeDir, name, "recursive", narHashOfScript(bytes), { paths: references })
    : textPath(storeDir, name, hashBytes("sha256", bytes), references);
  return { type: "text", path, text, executable, references };
};

const narHashOfScript = (bytes: Uint8Array) => ({
  algorithm: "sha256" as const,
  bytes: decodeBase32(fileNode(bytes, true).hash)!,
});
