/** Programs started with variables and arguments of their own, in place of the package that has them. */
import { bareName, type PackageReference } from "../base/package.ts";
import { type CallSite, callSite } from "../option/property.ts";
import { joinPackages } from "./join.ts";
import type { Package } from "./package.ts";
import { bashText, textPackage } from "./text.ts";

export interface Wrapping {
  /** The name of the new package; the old one's where not given. */
  readonly name?: string | undefined;
  /** The program to wrap; the package's main program where not given. */
  readonly program?: string | undefined;
  /** Variables to set. */
  readonly set?: Readonly<Record<string, string>> | undefined;
  /** Variables to set where they are not. */
  readonly setDefault?: Readonly<Record<string, string>> | undefined;
  readonly unset?: readonly string[] | undefined;
  /** Folders to put before those of a list with colons, PATH for one. */
  readonly prefix?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The same, after them. */
  readonly suffix?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Arguments before those that it is called with. */
  readonly flags?: readonly string[] | undefined;
  /** Commands of bash to run first. */
  readonly run?: string | undefined;
}

/**
 * A package with everything that `reference` has, but one program wrapped. Of the system's own program it is the wrapper
 * alone, which starts the next program of that name on PATH.
 */
export const wrapped = (reference: PackageReference, wrapping: Wrapping): Package =>
  wrapPackage(reference, wrapping, callSite(wrapped));

const wrapPackage = (reference: PackageReference, wrapping: Wrapping, at: CallSite): Package => {
  const program = wrapping.program ?? reference.mainProgram ?? bareName(reference);
  const name = wrapping.name ?? bareName(reference);
  if (reference.outPath === undefined) {
    const file = { name, text: wrapperText(wrapping, findNext(program)), executable: true };
    return textPackage({ ...file, destination: `/bin/${program}`, mainProgram: program }, at);
  }
  const { version, passthru, priority } = reference;
  return joinPackages(
    {
      name,
      ...{ version, passthru, priority, mainProgram: program },
      paths: [reference],
      env: {
        program,
        get wrapper() {
          return wrapperText(wrapping, `program=${quoted(`${reference.outPath}/bin/${program}`)}\n`);
        },
      },
      postBuild: `rm -f "$out/bin/$program"
printf '%s' "$wrapper" > "$out/bin/$program"
chmod 755 "$out/bin/$program"
`,
    },
    at,
  );
};

const wrapperText = (wrapping: Wrapping, finding: string): string => {
  const { set = {}, setDefault = {}, unset = [], prefix = {}, suffix = {}, flags = [], run = "" } = wrapping;
  const lines = [
    ...Object.entries(set).map(([name, value]) => `export ${name}=${quoted(value)}`),
    ...Object.entries(setDefault).map(([name, value]) => `export ${name}="\${${name}-${inQuotes(value)}}"`),
    ...unset.map((name) => `unset ${name}`),
    ...Object.entries(prefix).map(
      ([name, parts]) => `export ${name}=${quoted(parts.join(":"))}"\${${name}:+:$${name}}"`,
    ),
    ...Object.entries(suffix).map(
      ([name, parts]) => `export ${name}="\${${name}:+$${name}:}"${quoted(parts.join(":"))}`,
    ),
    ...(run === "" ? [] : [run.replace(/\n$/, "")]),
  ];
  const added = flags.map((flag) => `${quoted(flag)} `).join("");
  return bashText(`${finding}${lines.map((line) => `${line}\n`).join("")}exec "$program" ${added}"$@"\n`);
};

/** Before PATH changes: the wrapper must not find itself again, by whatever link it was called. */
const findNext = (program: string): string => `program=
IFS=: read -r -a folders <<< "$PATH"
for folder in "\${folders[@]}"; do
  candidate="$folder/${program}"
  if [ -x "$candidate" ] && [ ! -d "$candidate" ] && [ ! "$candidate" -ef "$0" ]; then
    program="$candidate"
    break
  fi
done
if [ -z "$program" ]; then
  echo "${program}: the program itself is not installed on this system" >&2
  exit 127
fi
`;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const inQuotes = (text: string): string => text.replace(/[\\"$`]/g, "\\$&");
