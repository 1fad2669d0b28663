/**
 * The lazy fixpoint: a set of options (the whole tree, a namespace in it, or a submodule) with the fragments that
 * define it. An option is merged when it is first read, and what it reads is merged before it.
 */
import type { PackageReference } from "../base/package.ts";
import type { Context } from "./context.ts";
import { type Fragment, fragmentOf, holds, isSet, mergeFragments, type Scope, unwrap } from "./definition.ts";
import { isDeclaration, type OptionTree } from "./module.ts";
import { nearestName } from "./nearest.ts";
import { cycleError, type OpenOption, samePath, whileOpen } from "./open-options.ts";
import { makeConfig } from "./option-config.ts";
import { OptionError, printPath } from "./option-error.ts";
import { priorities } from "./property.ts";
import { type Rename, renameNotice, renamesOf } from "./renames.ts";
import type { Option } from "./shape.ts";
import type { Type } from "./type.ts";

/** What all sets of one evaluation share. */
export interface Session {
  readonly context: Context;
  /** Options that are being merged right now, outermost first. */
  readonly stack: OpenOption[];
  /** Called for a name that no loaded module declares; throws when a module has to be loaded for it. */
  readonly onUndeclared: (path: readonly string[]) => void;
  /** Names that exist below a path beside those that are loaded, for "did you mean". */
  readonly unloadedNames: (path: readonly string[]) => readonly string[];
  /** Gives a package reference its store path, where one is known. */
  readonly resolvePackage: (reference: PackageReference) => PackageReference;
  readonly notices: Set<string>;
}

export class OptionSet {
  readonly session: Session;
  readonly tree: OptionTree;
  readonly path: readonly string[];
  /** The set that renames and `self` refer to: the whole tree's, or the submodule's own. */
  readonly root: OptionSet;
  private readonly fragments: readonly Fragment[];
  private readonly freeform: Type<unknown, unknown> | undefined;
  private readonly known = new Map<string, unknown>();
  private plainFragments: readonly Fragment[] | undefined;
  private configObject: object | undefined;

  constructor(
    session: Session,
    tree: OptionTree,
    path: readonly string[],
    fragments: readonly Fragment[],
    { root, freeform }: { root?: OptionSet; freeform?: Type<unknown, unknown> | undefined } = {},
  ) {
    this.session = session;
    this.tree = tree;
    this.path = path;
    this.fragments = fragments;
    this.root = root ?? this;
    this.freeform = freeform;
  }

  /** The set as readers see it: an object whose properties are merged when they are read. */
  get config(): object {
    this.configObject ??= makeConfig(this, this.freeform !== undefined);
    return this.configObject;
  }

  get(name: string): unknown {
    if (this.known.has(name)) return this.known.get(name);
    const value = this.evaluate(name);
    this.known.set(name, value);
    return value;
  }

  /** Declared names, and in a freeform set the defined ones too. */
  names(): readonly string[] {
    const declared = Object.keys(this.tree).filter((name) => this.isReadable(name));
    return this.freeform === undefined ? declared : [...new Set([...declared, ...this.definedNames()])];
  }

  isReadable(name: string): boolean {
    const node = Object.hasOwn(this.tree, name) ? this.tree[name] : undefined;
    if (node === undefined) return this.freeform !== undefined && this.fragmentsOf(name).some(holds);
    return !isDeclaration(node) || node.kind === "option";
  }

  /** The fragments that define `name` in this set, conditions not asked yet. */
  fragmentsOf(name: string): readonly Fragment[] {
    const found: Fragment[] = [];
    for (const fragment of this.plain()) {
      const set = fragment.value as Record<string, unknown>;
      if (Object.hasOwn(set, name)) found.push({ ...fragment, value: set[name] });
    }
    return found;
  }

  /** The fragments of an option below this set, those that come through renames included. */
  fragmentsAt(path: readonly string[]): readonly Fragment[] {
    const [name, ...rest] = path;
    if (name === undefined) return this.plain();
    const here = this.definingFragments(name);
    if (rest.length === 0) return here;
    const scope = { path, context: this.session.context, session: this.session };
    return this.child(name)?.fragmentsAt(rest) ?? descend(here, rest, scope);
  }

  child(name: string): OptionSet | undefined {
    const node = Object.hasOwn(this.tree, name) ? this.tree[name] : undefined;
    if (node === undefined || isDeclaration(node)) return undefined;
    this.get(name);
    return this.children.get(name);
  }

  private readonly children = new Map<string, OptionSet>();

  private evaluate(name: string): unknown {
    const node = Object.hasOwn(this.tree, name) ? this.tree[name] : undefined;
    if (node === undefined) return this.evaluateFreely(name);
    if (!isDeclaration(node)) return this.evaluateNamespace(name, node);
    if (node.kind !== "option") return undefined;
    return this.merged(node, name);
  }

  private evaluateNamespace(name: string, tree: OptionTree): object {
    const set = new OptionSet(this.session, tree, [...this.path, name], this.fragmentsOf(name), {
      root: this.root,
    });
    this.children.set(name, set);
    return set.config;
  }

  private evaluateFreely(name: string): unknown {
    if (this.freeform === undefined) {
      this.session.onUndeclared([...this.path, name]);
      return undefined;
    }
    return this.guarded([...this.path, name], this.fragmentsOf(name), (scope, fragments) => {
      return mergeFragments(this.freeform as Type<unknown, unknown>, fragments, scope)?.value;
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: an option of any type
  private merged(option: Option<any, any>, name: string): unknown {
    const defined = this.definingFragments(name);
    if (defined.length === 0 && isConstant(option)) return option.default;
    const fragments = option.mergeDefault === true ? [...defined, this.defaultFragment(option)] : defined;
    return this.guarded([...this.path, name], fragments, (scope) => {
      const result = mergeFragments(option.type, fragments, scope);
      const value = result === undefined ? this.defaultOf(option, scope) : result.value;
      return option.apply === undefined ? value : option.apply(value, this.defaultContext());
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: an option of any type
  private defaultFragment({ default: value }: Option<any, any>): Fragment {
    return {
      ...fragmentOf(typeof value === "function" ? () => value(this.defaultContext()) : value, {
        file: "a default",
      }),
      priority: priorities.optionDefault,
    };
  }

  // biome-ignore lint/suspicious/noExplicitAny: an option of any type
  private defaultOf(option: Option<any, any>, scope: Scope): unknown {
    if (!("default" in option)) {
      if (option.type.empty !== undefined) return option.type.empty(scope);
      throw OptionError.undefinedOption(scope.path);
    }
    const computed = typeof option.default === "function" && option.type.callable !== true;
    const value = computed ? option.default(this.defaultContext()) : option.default;
    return option.type.adopt === undefined ? value : option.type.adopt(scope, value);
  }

  private defaultContext() {
    return { ...this.session.context, self: this.root.config, name: this.root.path.at(-1) ?? "" };
  }

  private guarded<T>(
    path: readonly string[],
    fragments: readonly Fragment[],
    work: (scope: Scope, fragments: readonly Fragment[]) => T,
  ): T {
    const { session } = this;
    return whileOpen({ path, context: session.context, session }, fragments, (scope) =>
      work(scope, fragments),
    );
  }

  /** The fragments as plain sets. Lazy parts are called here, so reading one option below forces them. */
  private plain(): readonly Fragment[] {
    this.plainFragments ??= this.fragments.flatMap((fragment) => this.unwrapped(fragment));
    return this.plainFragments;
  }

  private unwrapped(fragment: Fragment): readonly Fragment[] {
    const scope = { path: this.path, context: this.session.context, session: this.session };
    const open = { path: this.path, fragments: [fragment] };
    const lazy = typeof fragment.value === "function";
    if (lazy && this.session.stack.some(({ fragments }) => fragments[0] === fragment))
      throw cycleError([open, open]);
    if (lazy) this.session.stack.push(open);
    try {
      const sets = unwrap(fragment, scope).filter((part) => isSet(part.value) || holds(part));
      for (const set of sets) this.checkSet(set);
      return sets;
    } finally {
      if (lazy) this.session.stack.pop();
    }
  }

  private checkSet({ value, source }: Fragment): void {
    if (!isSet(value)) throw OptionError.notASet(this.path, value, source);
    if (this.freeform !== undefined) return;
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(this.tree, name) || ignoredNames(this.path).includes(name)) continue;
      const path = [...this.path, name];
      this.session.onUndeclared(path);
      throw OptionError.unknownOption(path, this.nearest(name), source);
    }
  }

  private nearest(name: string): string | undefined {
    const names = [...Object.keys(this.tree), ...this.session.unloadedNames(this.path)];
    const near = nearestName(name, names);
    return near && printPath([...this.path, near]);
  }

  private definedNames(): readonly string[] {
    const names = new Set<string>();
    for (const fragment of this.plain())
      if (holds(fragment)) for (const name of Object.keys(fragment.value as object)) names.add(name);
    return [...names];
  }

  private definingFragments(name: string): readonly Fragment[] {
    const own = this.fragmentsOf(name);
    const renames = renamesOf(this.root.tree);
    return renames.size === 0 ? own : [...own, ...this.renamedFragments(name)];
  }

  private renamedFragments(name: string): readonly Fragment[] {
    const path = [...this.path.slice(this.root.path.length), name];
    const renames = renamesOf(this.root.tree).get(path[0]!);
    if (renames === undefined) return [];
    return renames.flatMap((rename) => this.fragmentsThrough(rename, path));
  }

  private fragmentsThrough(rename: Rename, path: readonly string[]): readonly Fragment[] {
    const { from, to, convert } = rename;
    const shared = Math.min(to.length, path.length);
    if (!samePath(to.slice(0, shared), path.slice(0, shared))) return [];
    const origin = from
      .slice(0, -1)
      .reduce<OptionSet | undefined>((set, part) => set?.child(part), this.root);
    let fragments = origin?.fragmentsOf(from.at(-1)!) ?? [];
    if (this.root.path.length > 0 && !rename.silent && fragments.some(holds))
      this.session.notices.add(renameNotice(rename, this.root.path));
    const scope = { path, context: this.session.context, session: this.session };
    if (convert !== undefined)
      fragments = fragments
        .flatMap((f) => unwrap(f, scope))
        .map((f) => ({ ...f, value: () => convert(f.value) }));
    if (to.length >= path.length)
      return fragments.map((f) => ({ ...f, value: nest(to.slice(path.length), f.value) }));
    return descend(fragments, path.slice(to.length), scope);
  }
}

/** Most options of most submodules: not defined, and with a default that needs no work. */
// biome-ignore lint/suspicious/noExplicitAny: an option of any type
const isConstant = (option: Option<any, any>): boolean =>
  option.apply === undefined &&
  option.mergeDefault !== true &&
  option.type.adopt === undefined &&
  "default" in option &&
  typeof option.default !== "function";

/** Keys of a configuration that are not options. */
const ignoredNames = (path: readonly string[]): readonly string[] =>
  path.length === 0 ? ["imports", "$schema"] : [];

const nest = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);

const descend = (
  fragments: readonly Fragment[],
  path: readonly string[],
  scope: Scope,
): readonly Fragment[] =>
  path.reduce(
    (found, name) =>
      found
        .flatMap((fragment) => unwrap(fragment, scope))
        .filter(({ value }) => isSet(value) && Object.hasOwn(value, name))
        .map((fragment) => ({ ...fragment, value: (fragment.value as Record<string, unknown>)[name] })),
    fragments,
  );
