declare module "unbzip2-stream/lib/bit_iterator.js" {
  export interface BitIterator {
    (bits: number | null): number;
    readonly bytesRead: number;
  }
  const bitIterator: (nextBuffer: () => Uint8Array) => BitIterator;
  export default bitIterator;
}

declare module "unbzip2-stream/lib/bzip2.js" {
  import type { BitIterator } from "unbzip2-stream/lib/bit_iterator.js";

  const decoder: {
    /** Gives the size of blocks, in units of 100,000 bytes. */
    header(bits: BitIterator): number;
    /** Gives the running checksum of the stream; null where it has ended. */
    decompress(
      bits: BitIterator,
      onByte: (byte: number) => void,
      block: Int32Array,
      blockSize: number,
      checksum: number,
    ): number | null;
  };
  export default decoder;
}
