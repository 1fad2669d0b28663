/** What a module is: options that it declares, and definitions that it contributes. */
import type { HostMap } from "../base/host.ts";
import type { Context, Definitions } from "./context.ts";
import type { Source } from "./definition.ts";
import { callSite } from "./property.ts";
import type { Def, Option, RemovedOption, RenamedOption } from "./shape.ts";

// biome-ignore lint/suspicious/noExplicitAny: a tree holds options of every type
export type Declaration = Option<any, any> | RenamedOption<any> | RemovedOption;
export interface OptionTree {
  readonly [name: string]: Declaration | OptionTree;
}

export interface Module {
  readonly kind: "module";
  /** Where `options` hang in the option tree: `programs.git`; empty for the root. They may be one option itself. */
  readonly path: string;
  readonly options: OptionTree;
  /** Further options elsewhere, by dotted path. */
  readonly more: Readonly<Record<string, OptionTree>>;
  readonly config: unknown;
  /** Definitions by the dotted path they go below: they count only where some loaded module has options there. */
  readonly whenLoaded: Readonly<Record<string, unknown>>;
  readonly standing: boolean;
  readonly imports: readonly unknown[];
  readonly source: Source;
}

export interface ModuleSpecification {
  /** Where `options` hang in the option tree: `programs.git`. Absent: at its root. */
  readonly path?: string;
  /** `import.meta.url` of the module's file. */
  readonly url?: string;
  readonly options?: object;
  /** Further options elsewhere, by dotted path: `{ "home.pointer": { … } }`. */
  readonly more?: Readonly<Record<string, object>>;
  /** Definitions, as in home.config.ts; lazy leaves and wrappers' conditions read `config`. */
  readonly config?: Def<Definitions>;
  /**
   * Definitions for modules that this one does not load by itself, by the dotted path they go below:
   * `{ "programs.zsh": { initContent: … } }` counts in a home that uses zsh and costs nothing in another.
   */
  readonly whenLoaded?: Readonly<Record<string, unknown>>;
  /** Part of every home: it contributes without being mentioned. Such a module costs every evaluation its loading. */
  readonly standing?: boolean;
  readonly imports?: readonly unknown[];
}

/** Declares a module. Keep `options` in a constant of its own, apart from this call (TypeScript infers it there). */
export const defineModule = (specification: ModuleSpecification): Module => ({
  kind: "module",
  path: specification.path ?? "",
  options: (specification.options ?? {}) as OptionTree,
  more: (specification.more ?? {}) as Readonly<Record<string, OptionTree>>,
  config: specification.config ?? {},
  whenLoaded: specification.whenLoaded ?? {},
  standing: specification.standing ?? false,
  imports: specification.imports ?? [],
  source: { file: fileOf(specification.url), at: callSite(defineModule) },
});

/** What home.config.ts exports: definitions of options, and what the loader takes before there are any. */
export interface HomeDefinitions extends Definitions {
  /** Paths relative to this file, definitions, modules, and functions of `{ host, lib }`. */
  readonly imports?: readonly unknown[];
  /** What is known of the machines of this home; in the configuration's own file only. */
  readonly hosts?: HostMap;
}

/** A home: definitions of options. Only checks and completes; gives back what it gets. */
export const defineHome = <
  H extends HomeDefinitions | ((context: Pick<Context, "host" | "lib">) => HomeDefinitions),
>(
  home: H,
): H => home;

export const isModule = (value: unknown): value is Module =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  value.kind === "module" &&
  "options" in value;

export const isDeclaration = (node: Declaration | OptionTree | undefined): node is Declaration =>
  node !== undefined &&
  typeof node.kind === "string" &&
  (node.kind === "option" || node.kind === "renamed" || node.kind === "removed");

/** Modules that exist but, unless standing, are loaded only when something defines or reads an option of theirs. */
export interface ModuleRegistry {
  /** Paths of the modules that are part of every home. */
  readonly standing: readonly string[];
  /** All dotted paths at which some module declares options. */
  readonly paths: Iterable<string>;
  has(path: string): boolean;
  /** Whether some module's path lies below this one. */
  leadsTo(path: string): boolean;
  load(path: string): Module;
}

export const emptyRegistry: ModuleRegistry = {
  standing: [],
  paths: [],
  has: () => false,
  leadsTo: () => false,
  load: (path) => {
    throw new Error(`no module at ${path}`);
  },
};

const fileOf = (url: string | undefined): string =>
  url?.startsWith("file://") ? decodeURI(url.slice(7)) : (url ?? "a module");
