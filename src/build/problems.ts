/** What is wrong with a home's files: gathered over all of them, told in one error. */
import { errnoOf, formatPlace, LaresError } from "../base/errors.ts";
import type { Origin } from "../home/description.ts";

export interface Problem {
  readonly code:
    | "missing-source"
    | "unusable-source"
    | "conflicting-targets"
    | "reserved-name"
    | "package-conflict";
  /** `home.file.".vimrc": …`, without the place. */
  readonly message: string;
  readonly origin?: Origin;
}

export interface Problems {
  add(problem: Problem): void;
  /** Runs `work`; what cannot be read becomes a problem of `origin`, and the result undefined. */
  during<T>(origin: Origin, work: () => T): T | undefined;
  /** Throws one LaresError for all of them, if there are any. */
  throwIfAny(): void;
}

export const collectProblems = (): Problems => {
  const found: Problem[] = [];
  return {
    add: (problem) => void found.push(problem),
    during: (origin, work) => {
      try {
        return work();
      } catch (error) {
        found.push({ code: "unusable-source", message: `${origin.option}: ${unusable(error)}`, origin });
        return undefined;
      }
    },
    throwIfAny: () => {
      if (found.length > 0) throw found.length === 1 ? single(found[0]!) : several(found);
    },
  };
};

const single = ({ code, message, origin }: Problem): LaresError =>
  new LaresError({ code, message, ...(origin?.place && { place: origin.place }), hint: hints[code] });

const several = (problems: readonly Problem[]): LaresError => {
  const codes = new Set(problems.map(({ code }) => code));
  const [only] = codes.size === 1 ? codes : [];
  return new LaresError({
    code: only ?? "unusable-files",
    message: `${problems.length} entries of the configuration cannot be built`,
    details: problems.map(({ message, origin }) =>
      origin?.place ? `${message} (${formatPlace(origin.place)})` : message,
    ),
    hint: only ? hints[only] : "correct them; nothing was changed",
  });
};

/** An expected failure in words; anything else is a fault of ours and passes. */
const unusable = (error: unknown): string => {
  if (error instanceof LaresError) return error.message;
  const words = causes[errnoOf(error) ?? ""];
  if (words === undefined) throw error;
  const { path } = error as { path?: string | Buffer };
  return `${path === undefined ? "a file" : String(path)} ${words}`;
};

const causes: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  ENOTDIR: "is not there",
  EACCES: "may not be read by you",
  EPERM: "may not be read by you",
  ELOOP: "is a link that leads to itself",
  EIO: "cannot be read from its disk",
  EISDIR: "is a directory",
  ENXIO: "is neither a file nor a directory",
  ENAMETOOLONG: "has too long a name",
};

const hints: Readonly<Record<Problem["code"], string>> = {
  "missing-source":
    "create the file, or correct the path; relative paths start at the configuration's folder",
  "unusable-source": "make it a file or directory that you may read, or leave it out",
  "conflicting-targets": "change one of the targets, or make the outer entry `recursive`",
  "reserved-name": "choose another name",
  "package-conflict":
    'the lower `priority` wins (5 where nothing is said): packageNamed("NAME", { priority: 4 }) in home.packages, or `priority` of a package that you make; or leave one of them out',
};
