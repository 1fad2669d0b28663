/** esbuild's messages in the form of every other error. */
import { join } from "node:path";
import type { Message } from "esbuild";
import { formatPlace, LaresError, type Place } from "../base/errors.ts";
import { codeFrame } from "./code-frame.ts";
import { shortName } from "./load-errors.ts";

export const syntaxError = (messages: readonly Message[]): LaresError => {
  const [first, ...others] = messages;
  if (first === undefined) throw new Error("esbuild failed without a message");
  const place = placeOf(first);
  return new LaresError({
    ...describe(first, place),
    ...(place === undefined ? {} : { place }),
    details: [...(place === undefined ? [] : codeFrame(place)), ...others.map(alsoLine)],
  });
};

const describe = ({ text }: Message, place: Place | undefined) => {
  const unresolved = /^Could not resolve "(.+?)"/.exec(text)?.[1];
  if (unresolved !== undefined) return missingImport(unresolved, /: (Lares offers .+)$/.exec(text)?.[1]);
  const unexported = /^No matching export in "(.+)" for import "(.+)"/.exec(text);
  if (unexported !== null)
    return {
      code: "config-import",
      message: `${exporter(unexported[1]!)} exports no ${unexported[2]}`,
      hint: "check the spelling; a type is imported with import type",
    };
  const file = place === undefined ? "the configuration" : shortName(place.file);
  return { code: "config-syntax", message: `${file} does not parse: ${lowerFirst(text)}` };
};

const missingImport = (specifier: string, offer: string | undefined) => {
  const isPackage = !/^[./]/.test(specifier);
  return {
    code: "config-import",
    message: `${JSON.stringify(specifier)} is imported but cannot be found`,
    hint:
      offer !== undefined
        ? offer
        : isPackage
          ? `install the package in the configuration's folder: npm install ${specifier
              .split("/")
              .slice(0, specifier.startsWith("@") ? 2 : 1)
              .join("/")}`
          : "create it, or correct the path: it is relative to the file that imports it",
  };
};

/** `lares-api:lares` is what esbuild calls our stand-in. */
const exporter = (name: string): string =>
  JSON.stringify(name.startsWith("lares-api:") ? name.slice("lares-api:".length) : shortName(name));

/** esbuild counts columns in bytes from 0. */
const placeOf = ({ location }: Message): Place | undefined => {
  if (location === null) return undefined;
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString();
  return { file: join("/", location.file), line: location.line, column: before.length + 1 };
};

const alsoLine = (message: Message): string => {
  const place = placeOf(message);
  return `${lowerFirst(message.text)}${place === undefined ? "" : `  at ${formatPlace(place)}`}`;
};

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
