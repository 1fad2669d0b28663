/** Where packages come from: `lares.packageIndex`, `lares.platforms`, `lares.minimumReleaseAge`, `lares.vendor`. */
import { option } from "../../option/declare.ts";
import type { Type } from "../../option/type.ts";
import * as t from "../../option/types/index.ts";
import { platforms } from "../../packages/platforms.ts";

/** What the options say, as far as the pipeline needs it after the evaluation. */
export interface PackageSettings {
  readonly packageIndex: boolean;
  readonly platforms: readonly string[] | null;
  readonly minimumReleaseAge: string | null;
  readonly vendor: string | null;
}

/** `3d`, `12h`, `2w`. */
const age: Type<string> = {
  ...t.str,
  name: "age",
  description: "length of time such as 3d, 12h or 2w",
  check: (value) => typeof value === "string" && millisecondsIn(value) !== undefined,
};

export const packageSettingOptions = {
  /** Whether bare names of packages are looked up in the built-in index. */
  packageIndex: option(t.bool, {
    default: true,
    description:
      "Whether bare names of packages are looked up in the built-in index. If not, all of them mean the system's own programs, and only what names its source (`npm:…`) is downloaded.",
  }),
  /** The systems that this home is for. */
  platforms: option(t.nullOr(t.listOf(t.enum(...platforms))), {
    default: null,
    description:
      "The systems that this home is for: what `lares vendor` downloads. Null stands for this machine's and those of `hosts`. `-musl` stands for Linux with musl in place of glibc (Alpine). The lock always covers all of them.",
    example: ["x86_64-linux", "aarch64-darwin"],
  }),
  /** How old a version has to be before it is locked. */
  minimumReleaseAge: option(t.nullOr(age), {
    default: null,
    description:
      "How old a version has to be before it is locked, so that a bad release is found out by others first: `3d`, `12h`, `2w`.",
    example: "3d",
  }),
  /** A folder that `lares vendor` filled. */
  vendor: option(t.nullOr(t.path), {
    default: null,
    description: "A folder that `lares vendor` filled; it is looked into before anything is downloaded.",
    example: "./vendor",
  }),
};

export const millisecondsIn = (text: string): number | undefined => {
  const [, amount, unit] = /^(\d{1,5})([smhdw])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * lengths[unit!]!;
};

const lengths: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
