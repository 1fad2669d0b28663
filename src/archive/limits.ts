/** Bounds against archives that are made to fill a disk or a memory; far beyond what programs come in. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes, all files together. */
  readonly contents: number;
  /** Bytes out for each byte in, once more than `unquestioned` bytes came out. */
  readonly ratio: number;
  readonly unquestioned: number;
  /** Bytes of one name, of a whole path, of a link's text; folders inside each other. */
  readonly name: number;
  readonly path: number;
  readonly link: number;
  readonly depth: number;
}

export const defaultArchiveLimits: ArchiveLimits = {
  entries: 500_000,
  contents: 64 * 2 ** 30,
  ratio: 200,
  unquestioned: 2 ** 30,
  name: 255,
  path: 3000,
  link: 4095,
  depth: 128,
};
