/** The import of public keys at a switch. */
import { type Context, type FileSpecification, type Files, quoteShell } from "lares/module";

type Gpg = Context["config"]["programs"]["gpg"];

/** The keys are files of the generation, so that going back to it brings its own keys. */
export const keyFiles = ({ publicKeys }: Gpg): Files =>
  Object.fromEntries(publicKeys.map((key, i) => [`data:${keyFile(i)}`, contents(key)]));

const keyFile = (index: number): string => `lares-gpg/${index + 1}.asc`;

const contents = ({ source, text }: Gpg["publicKeys"][number]): FileSpecification =>
  source === null ? { text: text ?? "" } : { source };

/** Another's eyes on the folder, and GnuPG complains. */
export const makeHomedir = ({ config }: Context): string => {
  const homedir = quoteShell(config.programs.gpg.homedir);
  return `run mkdir -p -m 700 ${homedir}\nrun chmod 700 ${homedir}\n`;
};

/**
 * Into the keyring that is there; or, where nothing else may be in it, into an empty one that then takes its place.
 * Keys without trust beside them, and the other way round, may each be the fixed part.
 */
export const importKeys = ({ config, lib }: Context): string => {
  const { gpg } = config.programs;
  const program = quoteShell(lib.program(gpg.package ?? "gnupg", "gpg"));
  const homedir = quoteShell(gpg.homedir);
  const keys = gpg.publicKeys.map((key, i) => ({
    file: quoteShell(`${config.xdg.dataHome}/${keyFile(i)}`),
    trust: trustNumber(key.trust),
  }));
  const into = (folder: string, what: { readonly keys: boolean; readonly trust: boolean }) =>
    keys.flatMap(({ file, trust }) => [
      ...(what.keys ? [`run ${program} --homedir ${folder} --batch --quiet --import ${file}`] : []),
      ...(what.trust && trust !== null ? [trustLine(program, folder, file, trust)] : []),
    ]);
  const fixed = !gpg.mutableKeys || !gpg.mutableTrust;
  return [
    ...into(homedir, { keys: gpg.mutableKeys, trust: gpg.mutableTrust }),
    ...(fixed
      ? [
          "fresh=$(mktemp -d)",
          `run ${program} --homedir "$fresh" --batch --quiet --list-keys >/dev/null`,
          ...into('"$fresh"', { keys: true, trust: true }),
          ...(gpg.mutableKeys ? [] : [`run install -m 600 "$fresh/pubring.kbx" ${homedir}/pubring.kbx`]),
          ...(gpg.mutableTrust
            ? []
            : [
                `run ${program} --homedir "$fresh" --batch --quiet --check-trustdb`,
                `run install -m 600 "$fresh/trustdb.gpg" ${homedir}/trustdb.gpg`,
              ]),
          'rm -rf "$fresh"',
        ]
      : []),
    "",
  ].join("\n");
};

const trustNumbers = { unknown: 1, never: 2, marginal: 3, full: 4, ultimate: 5 } as const;

const trustNumber = (trust: Gpg["publicKeys"][number]["trust"]): number | null =>
  typeof trust === "string" ? trustNumbers[trust] : trust;

/** Every primary key of the file, by its fingerprint; GnuPG's files count trust from two. */
const trustLine = (program: string, folder: string, file: string, trust: number): string =>
  `${program} --homedir ${folder} --batch --with-colons --show-keys ${file} |
  awk -F: '$1 == "pub" { primary = 1 } $1 == "fpr" && primary { print $10 ":${trust + 1}:"; primary = 0 }' |
  run ${program} --homedir ${folder} --batch --quiet --import-ownertrust`;
