/**
 * The common module as a table: options, and what they come to once the program is enabled. Every column is a
 * function of the program's own options, called only when what it defines is read.
 */
import { type PackageReference, packageNamed } from "../base/package.ts";
import type { Context, Definitions } from "../option/context.ts";
import { option } from "../option/declare.ts";
import { defineModule, type Module } from "../option/module.ts";
import type { ConfigOf, Def, Option } from "../option/shape.ts";
import * as t from "../option/types/index.ts";
import type { FileSpecification } from "./file-text.ts";
import { type ShellName, shellIntegration } from "./options/session.ts";
import { onlyIf, type ShellColumns, shellDefinitions } from "./program-shells.ts";

/** For `interface GitOptions extends TreeOf<typeof options> {}`: a name that keeps hovers readable. */
export type TreeOf<O> = O;

/** A program's own merged options: what columns are called with. */
export type Own<O> = ConfigOf<O>;

/** `enable` and `package` of a program called `about`; null stands for a program that comes from elsewhere. */
export const programOptions = (
  about: string,
  reference: string | PackageReference,
): {
  readonly enable: Option<boolean>;
  readonly package: Option<PackageReference | null, string | PackageReference | null>;
} => ({
  enable: option(t.bool, { default: false, description: `Whether to set up ${about}.` }),
  package: option(t.nullOr(t.package), {
    default: typeof reference === "string" ? packageNamed(reference) : reference,
    description: `The package of ${about}. Null installs none, for a program that comes from elsewhere.`,
  }),
});

/** `enableBashIntegration` and the like, following `home.shell`. */
export const shellIntegrations = <const S extends ShellName>(
  ...shells: readonly S[]
): { readonly [K in `enable${S}Integration`]: Option<boolean> } =>
  Object.fromEntries(shells.map((shell) => [`enable${shell}Integration`, shellIntegration(shell)])) as never;

/** A column: what the program's own options (and the rest of the home) come to. */
export type Column<O, T> = (own: ConfigOf<O>, context: Context) => T;

/**
 * Files by where they go: a bare path lies below `xdg.configHome`, `~/path` in the home, `data:path`, `cache:path` and
 * `state:path` below the other XDG directories; an absolute one is what it says. An entry that is undefined, null or
 * false makes no file.
 */
export type Files = Readonly<Record<string, FileSpecification | undefined | null | false>>;

/** Units by name, as `systemd.user` takes them. */
export type Units = { readonly [K in UnitKind]?: Readonly<Record<string, unknown>> };
const unitKinds = [
  "services",
  "sockets",
  "targets",
  "timers",
  "paths",
  "mounts",
  "automounts",
  "slices",
] as const;
type UnitKind = (typeof unitKinds)[number];

export interface Check {
  readonly assertion: boolean;
  readonly message: string;
}

/** What options come to, column by column. */
export interface Columns<O> extends ShellColumns<O> {
  /** Further options elsewhere, by dotted path. */
  readonly more?: Readonly<Record<string, object>>;
  /** Systems the program exists on, where it is not on all; enabling it elsewhere is a failed assertion. */
  readonly platforms?: readonly Context["host"]["os"][];
  readonly files?: Column<O, Files>;
  /** What is installed; the program's own package when absent. */
  readonly packages?: Column<O, readonly (PackageReference | string | null | false | undefined)[]>;
  /** Session variables; null and undefined ones are left out. */
  readonly variables?: Column<O, Readonly<Record<string, string | number | boolean | null | undefined>>>;
  /** Units of the user's systemd, on Linux. */
  readonly units?: Column<O, Units>;
  /** Launchd agents, on macOS. */
  readonly agents?: Column<O, Readonly<Record<string, unknown>>>;
  readonly assertions?: Column<O, readonly Check[]>;
  readonly warnings?: Column<O, readonly (string | false | null | undefined)[]>;
  /** Other definitions while the program is enabled; leaves are lazy, as in any module. */
  readonly config?: Def<Definitions>;
  /** As `config`, by the path they go below, for modules that are not to be loaded for them. */
  readonly whenLoaded?: Readonly<Record<string, unknown>>;
  /** Definitions whether or not it is enabled. */
  readonly always?: Def<Definitions>;
  /** When it counts as enabled, where that is more than its `enable`. */
  readonly enabled?: Column<O, boolean>;
}

export type Program<O extends object> = Columns<NoInfer<O>> & {
  /** `import.meta.url`. */
  readonly url: string;
  readonly options: O;
};

/** `path` is where the options hang: `programs.bottom`. */
export const defineProgram = <O extends object>(path: string, program: Program<O>): Module => {
  const own = (context: Context) => at(context.config, path) as ConfigOf<O>;
  const enabled = (context: Context): boolean =>
    program.enabled === undefined
      ? (own(context) as { readonly enable: boolean }).enable
      : program.enabled(own(context), context);
  const column = <T>(work: Column<O, T> | undefined): ((context: Context) => T) | undefined =>
    work && once((context) => work(own(context), context));
  const when = (definitions: unknown): unknown => onlyIf(enabled, definitions);
  const definitions = [
    when(fileDefinitions(column(program.files))),
    when({ home: homeDefinitions(program, column) }),
    when(checkDefinitions(path, program, column)),
    when(unitDefinitions(column(program.units))),
    when(agentDefinitions(column(program.agents))),
    ...(program.config ? [when(program.config)] : []),
    ...(program.always ? [program.always] : []),
  ];
  return defineModule({
    path,
    url: program.url,
    options: program.options,
    ...(program.more && { more: program.more }),
    config: { _type: "merge", contents: definitions } as never,
    whenLoaded: bothByPath(
      shellDefinitions(path, program, own, enabled),
      mapValues(program.whenLoaded ?? {}, when),
    ),
  });
};

const mapValues = <T, U>(record: Readonly<Record<string, T>>, work: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, work(value)]));

const bothByPath = (
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  ...a,
  ...Object.fromEntries(
    Object.entries(b).map(([path, value]) => [
      path,
      path in a ? { _type: "merge", contents: [a[path], value] } : value,
    ]),
  ),
});

const at = (config: unknown, path: string): unknown =>
  path.split(".").reduce((found, name) => (found as Record<string, unknown>)[name], config);

/** Columns feed several options; each is computed once for an evaluation. */
const once = <T>(work: (context: Context) => T): ((context: Context) => T) => {
  const known = new WeakMap<Context, { readonly value: T }>();
  return (context) => {
    const found = known.get(context) ?? { value: work(context) };
    known.set(context, found);
    return found.value;
  };
};

type Read<T> = ((context: Context) => T) | undefined;

const fileDefinitions = (files: Read<Files>): Record<string, unknown> => {
  if (files === undefined) return {};
  const below = (place: Place) => (context: Context) =>
    Object.fromEntries(
      Object.entries(files(context))
        .filter(([, file]) => Boolean(file))
        .map(([name, file]) => [placeOf(name), file] as const)
        .filter(([found]) => found.place === place)
        .map(([{ path }, file]) => [path, file]),
    );
  return {
    home: { file: below("home") },
    xdg: {
      configFile: below("config"),
      dataFile: below("data"),
      cacheFile: below("cache"),
      stateFile: below("state"),
    },
  };
};

type Place = "home" | "config" | "data" | "cache" | "state";

const placeOf = (name: string): { readonly place: Place; readonly path: string } => {
  if (name.startsWith("~/")) return { place: "home", path: name.slice(2) };
  if (name.startsWith("/")) return { place: "home", path: name };
  const named = /^(data|cache|state):(.*)$/.exec(name);
  return named === null ? { place: "config", path: name } : { place: named[1] as Place, path: named[2]! };
};

type ColumnReader<O> = <T>(work: Column<O, T> | undefined) => Read<T>;

const homeDefinitions = <O extends object>(
  { options, packages, variables }: Program<O>,
  column: ColumnReader<O>,
): Record<string, unknown> => {
  const installed = packages ?? ("package" in options ? ownPackage : undefined);
  const found = column(installed as Program<O>["packages"]);
  const set = column(variables);
  return {
    ...(found && { packages: (context: Context) => distinct(found(context)) }),
    ...(set && {
      sessionVariables: (context: Context) =>
        Object.fromEntries(Object.entries(set(context)).filter(([, value]) => value != null)),
    }),
  };
};

/** The same package by several of a module's options is one. */
const distinct = (found: readonly (PackageReference | string | null | false | undefined)[]) => {
  const byName = new Map(
    found
      .filter((one) => typeof one === "string" || (typeof one === "object" && one !== null))
      .map((one) => [typeof one === "string" ? one : `${one.name} ${one.outPath ?? ""}`, one]),
  );
  return [...byName.values()];
};

const ownPackage = (own: { readonly package: PackageReference | null }) => [own.package];

const checkDefinitions = <O extends object>(
  path: string,
  { platforms, assertions, warnings }: Program<O>,
  column: ColumnReader<O>,
): Record<string, unknown> => {
  const checked = column(assertions);
  const warned = column(warnings);
  return {
    ...((checked || platforms) && {
      assertions: (context: Context) => [
        ...(platforms ? [platformCheck(path, platforms, context)] : []),
        ...(checked?.(context) ?? []),
      ],
    }),
    ...(warned && { warnings: (context: Context) => warned(context).filter(Boolean) }),
  };
};

/** What is not there for a system is said at once, not when it fails to start. */
const platformCheck = (path: string, platforms: readonly string[], { host }: Context): Check => ({
  assertion: platforms.includes(host.os),
  message: `${path} is for ${platforms.map((os) => (os === "darwin" ? "macOS" : "Linux")).join(" and ")} only: disable it on this machine, or enable it under mkIf(({ host }) => host.os === "${platforms[0]}", …).`,
});

const unitDefinitions = (units: Read<Units>): Record<string, unknown> => {
  if (units === undefined) return {};
  const kinds = unitKinds.map((kind) => [
    kind,
    (context: Context) => (context.host.os === "linux" ? (units(context)[kind] ?? {}) : {}),
  ]);
  return { systemd: { user: Object.fromEntries(kinds) } };
};

const agentDefinitions = (agents: Read<Readonly<Record<string, unknown>>>): Record<string, unknown> =>
  agents === undefined
    ? {}
    : { launchd: { agents: (context: Context) => (context.host.os === "darwin" ? agents(context) : {}) } };

/**
 * A path below `~/Library/Application Support` on macOS, unless the home has XDG directories there too; else one
 * below `xdg.configHome`.
 */
export const applicationSupport = (path: string, { config, host }: Context): string =>
  host.os === "darwin" && !config.xdg.enable ? `~/Library/Application Support/${path}` : path;

/** A path below `~/Library/Application Support` on macOS whatever the XDG directories, for programs that only look there. */
export const nativePlace = (path: string, { host }: Pick<Context, "host">): string =>
  host.os === "darwin" ? `~/Library/Application Support/${path}` : path;
