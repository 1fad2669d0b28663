/**
 * Many small xz files made plain by few runs of the system's `xz`: what waits while the others run is given to the next
 * one in a row, which is itself an xz file. To start the program takes longer than what one of them is made plain in.
 */
import { availableParallelism } from "node:os";
import { LaresError } from "../base/errors.ts";
import { hasProgram } from "../system/filter-program.ts";
import { decompressor } from "./decompress.ts";

/** Makes one file plain, which has to have so many bytes then. Throws `bad-compression`. */
export type MakePlain = (packed: Uint8Array, size: number) => Promise<Buffer<ArrayBuffer>>;

/** Whoever sends one file of a batch can spoil the others: a queue is for files of one sender. */
export const createXzBatches = (): MakePlain => {
  const waiting: Waiting[] = [];
  let running = 0;
  const next = (): void => {
    if (running >= availableParallelism() || waiting.length === 0) return;
    running++;
    void answer(takeBatch(waiting)).finally(() => {
      running--;
      next();
    });
  };
  return (packed, size) =>
    new Promise((resolve, reject) => {
      waiting.push({ packed, size, resolve, reject });
      next();
    });
};

interface Waiting {
  readonly packed: Uint8Array;
  readonly size: number;
  readonly resolve: (plain: Buffer<ArrayBuffer>) => void;
  readonly reject: (error: unknown) => void;
}

/** As many as leave something for the next run, within bounds of memory. */
const takeBatch = (waiting: Waiting[]): readonly Waiting[] => {
  if (!hasProgram("xz")) return waiting.splice(0, 1);
  const fair = Math.ceil(waiting.length / availableParallelism());
  let bytes = 0;
  const end = waiting.findIndex(({ size }, at) => {
    bytes += size;
    return at >= fair || (at > 0 && bytes > mostBytes);
  });
  return waiting.splice(0, end < 0 ? waiting.length : end);
};

const mostBytes = 8 * 1024 * 1024;

const answer = async (batch: readonly Waiting[]): Promise<void> => {
  try {
    const plain = await plainOf(batch);
    for (const [at, { resolve }] of batch.entries()) resolve(plain[at]!);
  } catch (error) {
    if (batch.length === 1) batch[0]!.reject(error);
    else for (const one of batch) await answer([one]);
  }
};

const plainOf = async (batch: readonly Waiting[]): Promise<readonly Buffer<ArrayBuffer>[]> => {
  const plain = batch.map(({ size }) => Buffer.allocUnsafeSlow(size));
  const wanted = batch.reduce((sum, { size }) => sum + size, 0);
  let got = 0;
  let [file, at] = [0, 0];
  for await (const piece of (await decompressor("xz"))(piecesOf(batch))) {
    got += piece.length;
    if (got > wanted) throw badSize(wanted, "more");
    for (let from = 0; from < piece.length; ) {
      while (at === plain[file]!.length) [file, at] = [file + 1, 0];
      const some = piece.subarray(from, from + plain[file]!.length - at);
      plain[file]!.set(some, at);
      at += some.length;
      from += some.length;
    }
  }
  if (got !== wanted) throw badSize(wanted, got);
  return plain;
};

async function* piecesOf(batch: readonly Waiting[]): AsyncGenerator<Uint8Array> {
  for (const { packed } of batch) yield packed;
}

const badSize = (promised: number, found: number | string): LaresError =>
  new LaresError({
    code: "bad-compression",
    message: "the bytes are not as many as promised once they are plain",
    details: [`bytes promised: ${promised}`, `bytes found:    ${found}`],
    hint: "fetch them again; if it stays so, their source is broken",
  });
