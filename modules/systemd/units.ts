/** Units as files, and the links by which systemd finds what is enabled. */
import {
  type Context,
  type FileSpecification,
  optionValues,
  type Scalar,
  type SystemdSection,
  toSystemdUnit,
} from "lares/module";

/** The ending of each kind's files. */
const endings = {
  services: "service",
  sockets: "socket",
  targets: "target",
  timers: "timer",
  paths: "path",
  mounts: "mount",
  automounts: "automount",
  slices: "slice",
} as const;
type Kind = keyof typeof endings;
type Files = Readonly<Record<string, FileSpecification>>;
type Unit = Readonly<Record<string, SystemdSection>>;

/** Every unit of every kind, below the XDG configuration directory. */
export const unitFiles = ({ config, lib }: Context): Files => {
  const kinds = Object.keys(endings) as Kind[];
  const files = kinds.flatMap((kind) =>
    Object.entries(config.systemd.user[kind]).flatMap(([name, unit]) =>
      filesOf(name, endings[kind], sectionsOf(unit), lib),
    ),
  );
  return Object.fromEntries(files);
};

/** Whether any unit is defined. */
export const hasUnits = ({ config }: Context): boolean =>
  (Object.keys(endings) as Kind[]).some((kind) => Object.keys(config.systemd.user[kind]).length > 0);

/** Whether systemd finds any in the home: those that are written as files too, and links that enable the system's own. */
export const hasUnitFiles = ({ config }: Context): boolean =>
  Object.keys(config.xdg.configFile).some((name) => name.startsWith("systemd/user/")) ||
  Object.keys(config.home.file).some((name) => name.includes("/systemd/user/"));

const sectionsOf = (unit: object): Unit =>
  Object.fromEntries(
    Object.entries(optionValues(unit)).map(([name, section]) => [
      name,
      withFoundPrograms(optionValues(section as object) as SystemdSection),
    ]),
  );

/**
 * systemd looks for a bare program in a few folders of the system only; by way of `env` it is found in the PATH of the
 * user's own systemd.
 */
const withFoundPrograms = (section: SystemdSection): SystemdSection =>
  Object.fromEntries(
    Object.entries(section).map(([key, value]) => [
      key,
      /^Exec[A-Z]/.test(key)
        ? mapTexts(value, (text) => text.replace(bareProgram, "$1/usr/bin/env $2"))
        : value,
    ]),
  );

/** systemd.service(5): prefixes, then a word without a slash. */
const bareProgram = /^([-:+!|@]*)([\w.][\w.+-]*)(?=\s|$)/;

const mapTexts = (value: SystemdSection[string], work: (text: string) => string): SystemdSection[string] => {
  if (typeof value === "string") return work(value);
  if (!Array.isArray(value)) return value;
  return (value as readonly Scalar[]).map((one) => (typeof one === "string" ? work(one) : one));
};

const filesOf = (
  name: string,
  ending: string,
  unit: Unit,
  lib: Context["lib"],
): readonly (readonly [string, FileSpecification])[] => {
  const file = `${name}.${ending}`;
  const link = (target: string) => ({ source: lib.file.mkOutOfStoreSymlink(target) });
  const { Install: install = {} } = unit;
  return [
    [`systemd/user/${file}`, { text: toSystemdUnit(unit) }],
    ...Object.entries(linkFolders).flatMap(([key, folder]) =>
      listOf(install[key]).map(
        (target) =>
          [
            `systemd/user/${target}.${folder}/${instanceOf(name, ending, install)}`,
            link(`../${file}`),
          ] as const,
      ),
    ),
    ...listOf(install.Alias).map((alias) => [`systemd/user/${alias}`, link(file)] as const),
  ];
};

/** systemd.unit(5): which folder of a target each key of [Install] links into. */
const linkFolders: Readonly<Record<string, string>> = {
  WantedBy: "wants",
  RequiredBy: "requires",
  UpheldBy: "upholds",
};

/** A template is enabled as its default instance, where it names one. */
const instanceOf = (name: string, ending: string, { DefaultInstance: instance }: SystemdSection): string =>
  name.endsWith("@") && typeof instance === "string" ? `${name}${instance}.${ending}` : `${name}.${ending}`;

/** Several targets may stand in one text, apart by spaces. */
const listOf = (value: SystemdSection[string]): readonly string[] =>
  [value ?? []].flat().flatMap((one) => (typeof one === "string" ? one.split(/\s+/).filter(Boolean) : []));
