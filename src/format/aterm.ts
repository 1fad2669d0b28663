/**
 * Derivations in Nix's ATerm notation, the text of a `.drv` file:
 *
 *   derivation = "Derive(" outputs "," inputs "," strings "," string "," string "," strings "," environment ")"
 *                          outputs  inputs  sources     system     builder    arguments   environment
 *   outputs    = "[" [ output { "," output } ] "]"      output = "(" name "," path "," algorithm "," hash ")"
 *   inputs     = "[" [ input { "," input } ] "]"        input  = "(" path "," strings ")"
 *   environment = "[" [ pair { "," pair } ] "]"         pair   = "(" name "," value ")"
 *   strings    = "[" [ string { "," string } ] "]"
 *   string     = '"' { any byte but '"' and "\", or an escape: \" \\ \n \r \t } '"'
 *
 * Outputs, inputs, their outputs' names, sources and the environment are sorted by their bytes, none twice; newlines,
 * carriage returns and tabs are always escaped. One text for each derivation: the reader accepts no other, since paths
 * are made from these bytes. The name of the derivation is not in the text but in its path.
 */
import { LaresError } from "../base/errors.ts";
import type { StorePath } from "../base/paths.ts";
import { compareNames } from "../system/names.ts";
import type { Derivation, DerivationOutput } from "./derivation.ts";

export const formatDerivation = (derivation: Derivation): string => {
  const { outputs, inputDerivations, inputSources, system, builder, args, environment } = derivation;
  return `Derive(${[
    list(sorted(outputs), ([name, { path, hashAlgorithm, hash }]) => tuple(name, path, hashAlgorithm, hash)),
    list(sorted(inputDerivations), ([path, names]) => `(${string(path)},${set(names)})`),
    set(inputSources),
    string(system),
    string(builder),
    strings(args),
    list(sorted(environment), ([name, value]) => tuple(name, value)),
  ].join(",")})`;
};

/** Reads the text of a `.drv` file. Throws `bad-derivation` for any text that `formatDerivation` does not write. */
export const parseDerivation = (name: string, text: string): Derivation => {
  const derivation = createReader(name, text).derivation();
  if (formatDerivation(derivation) !== text)
    throw malformed(name, "it is not in its one sorted and escaped form");
  return derivation;
};

const sorted = <T>(record: Readonly<Record<string, T>>): (readonly [string, T])[] =>
  Object.entries(record).sort(([a], [b]) => compareNames(a, b));

const list = <T>(items: readonly T[], format: (item: T) => string): string =>
  `[${items.map(format).join(",")}]`;
const tuple = (...parts: readonly string[]): string => `(${parts.map(string).join(",")})`;
const strings = (items: readonly string[]): string => list(items, string);
const set = (items: readonly string[]): string => strings([...new Set(items)].sort(compareNames));
const string = (text: string): string => `"${text.replace(/["\\\n\r\t]/g, (c) => escapes[c]!)}"`;

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const unescaped: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** Reads from left to right; every piece begins where the one before ended. */
const createReader = (name: string, text: string) => {
  let at = 0;

  const expect = (token: string): void => {
    if (!text.startsWith(token, at))
      throw malformed(name, `${JSON.stringify(token)} is missing at character ${at}`);
    at += token.length;
  };

  const readString = (): string => {
    quoted.lastIndex = at;
    const found = quoted.exec(text);
    if (found === null) throw malformed(name, `there is no string at character ${at}`);
    at = quoted.lastIndex;
    return found[1]!.replace(/\\(.)/g, (_, letter: string) => unescaped[letter]!);
  };

  const readList = <T>(item: () => T): T[] => {
    const items: T[] = [];
    expect("[");
    while (text[at] !== "]") {
      if (items.length > 0) expect(",");
      items.push(item());
    }
    expect("]");
    return items;
  };

  const readTuple = (length: number): string[] => {
    expect("(");
    const parts = Array.from({ length }, (_, i) => {
      if (i > 0) expect(",");
      return readString();
    });
    expect(")");
    return parts;
  };

  const readOutput = (): readonly [string, DerivationOutput] => {
    const [output, path, hashAlgorithm, hash] = readTuple(4);
    return [output!, { path: path as StorePath, hashAlgorithm: hashAlgorithm!, hash: hash! }];
  };

  const readInput = (): readonly [StorePath, readonly string[]] => {
    expect("(");
    const path = readString() as StorePath;
    expect(",");
    const names = readList(readString);
    expect(")");
    return [path, names];
  };

  const next = <T>(read: () => T): T => {
    expect(",");
    return read();
  };

  return {
    derivation: (): Derivation => {
      expect("Derive(");
      const derivation: Derivation = {
        name,
        outputs: record(readList(readOutput)),
        inputDerivations: record(next(() => readList(readInput))),
        inputSources: next(() => readList(readString)) as StorePath[],
        system: next(readString),
        builder: next(readString),
        args: next(() => readList(readString)),
        environment: record(next(() => readList(() => readTuple(2) as [string, string]))),
      };
      expect(")");
      if (at !== text.length) throw malformed(name, `more follows its end at character ${at}`);
      return derivation;
    },
  };
};

const quoted = /"((?:[^"\\]|\\["\\nrt])*)"/y;

/** Names of outputs and variables may be anything, `__proto__` too. */
const record = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
  Object.fromEntries(entries);

const malformed = (name: string, why: string): LaresError =>
  new LaresError({
    code: "bad-derivation",
    message: `${name}.drv is not a derivation: ${why}`,
    hint: "it is damaged or was not written by Lares or Nix: lares store verify finds out which paths are",
  });
