/** Packages made of others. */
import type { PackageReference } from "../base/package.ts";
import { type CallSite, callSite } from "../option/property.ts";
import type { Attribute } from "./attribute.ts";
import { type Built, type CommandAttributes, phasedPackage } from "./mk-derivation.ts";
import { bashText } from "./text.ts";

export interface SymlinkJoin extends CommandAttributes {
  readonly name: string;
  /** Of what several of them have, the first one's counts. */
  readonly paths: readonly Attribute[];
  /** Commands to run when `$out` has all links. */
  readonly postBuild?: string | undefined;
}

/** One package of links to the files of several. */
export const symlinkJoin = (attributes: SymlinkJoin): Built =>
  joinPackages(attributes, callSite(symlinkJoin));

export const joinPackages = ({ name, paths, postBuild, env, ...more }: SymlinkJoin, at: CallSite): Built =>
  phasedPackage<"out">(
    {
      ...more,
      name,
      env: { ...env, paths, postBuild },
      buildCommand: joinCommands,
    },
    at,
  );

/** Folders are made anew, so that `postBuild` can put files beside links. */
const joinCommands = `mkdir -p "$out"
for path in $paths; do
  (cd "$path" && find . -mindepth 1 -type d -print0) | (cd "$out" && xargs -0 -r mkdir -p)
  (cd "$path" && find . -mindepth 1 ! -type d -print0) | while IFS= read -r -d "" file; do
    file="\${file#./}"
    if [ ! -e "$out/$file" ] && [ ! -L "$out/$file" ]; then ln -s "$path/$file" "$out/$file"; fi
  done
done
runHook postBuild
`;

export interface ShellApplication {
  readonly name: string;
  /** Commands of bash; they run with `errexit`, `nounset` and `pipefail`. */
  readonly text: string;
  /** Packages whose programs it finds. Those of the system itself are on PATH anyway. */
  readonly runtimeInputs?: readonly PackageReference[] | undefined;
  readonly runtimeEnv?: Readonly<Record<string, string>> | undefined;
  /** Bash options to set instead of those. */
  readonly bashOptions?: readonly string[] | undefined;
}

/** A command written in bash, whose syntax is checked when it is built. */
export const writeShellApplication = (application: ShellApplication): Built => {
  const { name } = application;
  return phasedPackage<"out">(
    {
      name,
      mainProgram: name,
      env: {
        program: name,
        get text() {
          return applicationText(application);
        },
      },
      buildCommand: `mkdir -p "$out/bin"
printf '%s' "$text" > "$out/bin/$program"
chmod 755 "$out/bin/$program"
bash -n "$out/bin/$program"
`,
    },
    callSite(writeShellApplication),
  );
};

const applicationText = ({
  text,
  runtimeInputs = [],
  runtimeEnv = {},
  bashOptions = ["errexit", "nounset", "pipefail"],
}: ShellApplication): string => {
  const folders = runtimeInputs.flatMap(({ outPath }) => (outPath === undefined ? [] : [`${outPath}/bin:`]));
  const lines = [
    ...bashOptions.map((option) => `set -o ${option}`),
    ...Object.entries(runtimeEnv).map(([name, value]) => `export ${name}=${quoted(value)}`),
    ...(folders.length > 0 ? [`export PATH="${folders.join("")}$PATH"`] : []),
  ];
  return bashText(`${lines.join("\n")}\n\n${text.endsWith("\n") ? text : `${text}\n`}`);
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
