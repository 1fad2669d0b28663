/**
 * References to packages as configurations write them:
 *
 *   reference = name                      the index says where it comes from, else the system has it
 *             | source ":" what           `npm:prettier@3`, `npm:@biomejs/biome`, `aqua:BurntSushi/ripgrep`
 */

export interface SourceReference {
  /** `npm` */
  readonly source: string;
  /** What the source understands: `prettier@3`. */
  readonly what: string;
}

/** Undefined for a bare name. */
export const parseReference = (reference: string): SourceReference | undefined => {
  const [, source, what] = /^([a-z][a-z0-9]*):(.+)$/s.exec(reference) ?? [];
  return source === undefined ? undefined : { source, what: what! };
};
