/** One managed file, as `home.file` and the `xdg.*File` options hold them. */

import { option } from "../../option/declare.ts";
import type { Scope } from "../../option/definition.ts";
import { OptionError } from "../../option/option-error.ts";
import type { Type } from "../../option/type.ts";
import * as t from "../../option/types/index.ts";
import { isOutOfStoreLink, type OutOfStoreLink } from "../lib.ts";

const outOfStoreLink: Type<OutOfStoreLink> = {
  ...(t.raw as Type<OutOfStoreLink>),
  name: "outOfStoreLink",
  description: "out-of-store link",
  check: isOutOfStoreLink,
};

const packagePath: Type<string, unknown> = t.coercedTo(
  t.package,
  (reference) => reference.contents ?? reference.outPath ?? reference.name,
  t.str,
);

/** Paths are strings, so a package here is only ever the reference itself. */
const packageObject: Type<string, unknown> = {
  ...packagePath,
  description: "package",
  check: (value) => typeof value !== "string" && t.package.check(value),
};

/** Permission bits: `0o600`, or `"0600"` as chmod reads it. */
const permissions: Type<number, number | string> = {
  name: "permissions",
  description: 'permission bits such as "0600"',
  check: (value) =>
    typeof value === "string"
      ? /^0?[0-7]{3}$/.test(value)
      : Number.isInteger(value) && (value as number) >>> 9 === 0,
  merge: (scope: Scope, definitions) => {
    const bits = definitions.map(({ value }) =>
      typeof value === "string" ? Number.parseInt(value, 8) : value,
    );
    if (new Set(bits).size > 1) throw OptionError.disagreement(scope.path, definitions);
    return bits[0] as number;
  },
};

export const fileEntry = t.submodule({
  /** Whether to put this file into the home. */
  enable: option(t.bool, { default: true, description: "Whether to put this file into the home." }),
  /** Where it goes, relative to the home directory (or the XDG directory of the option). */
  target: option(t.nonEmptyStr, {
    default: ({ name }) => name,
    defaultText: "the entry's name",
    description:
      "Where the file goes, relative to the home directory, or to the XDG directory of the option.",
  }),
  /** What is in it; instead of `source`. */
  text: option(t.nullOr(t.lines), { default: null, description: "The file's text. Instead of `source`." }),
  /** Bytes that are no text; instead of `text`. */
  base64: option(t.nullOr(t.str), {
    default: null,
    description: "The file's bytes in base64, where they are no text. Instead of `text`.",
  }),
  /** The file or folder to put there, relative to the file that says so. */
  source: option(t.nullOr(t.oneOf(outOfStoreLink, packageObject, t.path)), {
    default: null,
    description: "The file or folder to put there; a relative path starts at the file that defines it.",
    example: "./dotfiles/foo.conf",
  }),
  /** Whether it can be executed; null keeps what the source has. */
  executable: option(t.nullOr(t.bool), {
    default: null,
    description: "Whether the file can be executed; null keeps what the source has.",
  }),
  /** For a source folder: real folders with a link for each file, instead of one link to the folder. */
  recursive: option(t.bool, {
    default: false,
    description:
      "For a source folder: make real folders with a link for each file, so that other files may stand beside.",
  }),
  /** How the file gets there. */
  mode: option(t.nullOr(t.enum("link", "copy", "live", "directory")), {
    default: null,
    description:
      "`link`: a link into the current generation (the default). `copy`: a real file that programs may write. `live`: a link to the source itself. `directory`: one link to a source folder.",
  }),
  /** Permission bits of a copy; set alone, they make it one. */
  permissions: option(t.nullOr(permissions), {
    default: null,
    description: "Permission bits of a `copy`. Set without a mode they make the entry a copy.",
    example: "0600",
  }),
  /** Shell commands to run after a switch that changed the file. */
  onChange: option(t.lines, {
    default: "",
    description: "Shell commands to run after a switch that changed the file.",
  }),
  /** Replace a file that is in the way, after keeping a backup, without being asked. */
  force: option(t.bool, {
    default: false,
    description: "Replace what is in the way without being asked; a backup of it is kept.",
  }),
  /** Accepted for homes that are carried over; links inside a source folder are always kept as they are. */
  ignorelinks: option(t.bool, {
    default: false,
    description:
      "Accepted for homes that are carried over: links inside a source folder are kept as they are.",
  }),
});

export const fileEntries = (description: string) =>
  option(t.attrsOf(fileEntry), { default: {}, description });
