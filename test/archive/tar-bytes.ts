/** Tars and zips as nobody honest writes them, byte by byte. */
import * as zlib from "node:zlib";

export interface TarEntry {
  readonly name: string;
  readonly type?: string;
  readonly link?: string;
  readonly mode?: number;
  readonly content?: string | Buffer;
  /** What the header says, where it lies. */
  readonly size?: number | string;
  readonly prefix?: string;
  readonly magic?: string;
}

export const tarOf = (entries: readonly TarEntry[], { end = true } = {}): Buffer =>
  Buffer.concat([...entries.map(tarEntry), ...(end ? [Buffer.alloc(1024)] : [])]);

export const tarEntry = (entry: TarEntry): Buffer => {
  const content = Buffer.from(entry.content ?? "");
  const header = Buffer.alloc(512);
  header.write(entry.name, 0, 100, "utf8");
  header.write(octal(entry.mode ?? 0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  const size = entry.size ?? content.length;
  header.write(typeof size === "string" ? size : octal(size, 11), 124);
  header.write(octal(1_700_000_000, 11), 136);
  header.write(entry.type ?? "0", 156);
  header.write(entry.link ?? "", 157, 100, "utf8");
  header.write(entry.magic ?? "ustar\x0000", 257, "latin1");
  header.write(entry.prefix ?? "", 345, 155, "utf8");
  header.fill(" ", 148, 156);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
};

/** A pax header before an entry; values may hold anything. */
export const pax = (values: Readonly<Record<string, string>>, type = "x"): TarEntry => ({
  name: "pax",
  type,
  content: Object.entries(values)
    .map(([key, value]) => record(`${key}=${value}\n`))
    .join(""),
});

export const longName = (name: string): TarEntry => ({
  name: "././@LongLink",
  type: "L",
  content: `${name}\0`,
});

const record = (text: string): string => {
  const length = Buffer.byteLength(text) + 1;
  let digits = String(length).length;
  if (String(length + digits).length > digits) digits++;
  return `${length + digits} ${text}`;
};

const octal = (value: number, width: number): string => value.toString(8).padStart(width, "0");

export interface ZipFile {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Unix mode with its kind; 0 as on Windows. */
  readonly mode?: number;
  readonly method?: number;
  readonly flags?: number;
  /** What the directory says, where it lies. */
  readonly size?: number;
  readonly compressedSize?: number;
  readonly crc?: number;
  /** Use the contents of the n-th file instead of its own. */
  readonly shares?: number;
}

export const zipOf = (files: readonly ZipFile[], { count = files.length, cut = 0 } = {}): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const starts: number[] = [];
  let at = 0;
  for (const file of files) {
    const name = Buffer.isBuffer(file.name) ? file.name : Buffer.from(file.name);
    const content = Buffer.from(file.content ?? "");
    const method = file.method ?? 8;
    const stored = method === 8 ? zlib.deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(file.flags ?? 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(file.crc ?? zlib.crc32(content), 10);
    common.writeUInt32LE(file.compressedSize ?? stored.length, 14);
    common.writeUInt32LE(file.size ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const start = file.shares === undefined ? at : starts[file.shares]!;
    starts.push(start);
    const central = Buffer.alloc(46);
    central.write("PK\x01\x02", 0, "latin1");
    central.writeUInt16LE(file.mode === 0 ? 20 : (3 << 8) | 20, 4);
    common.copy(central, 6, 0, 26);
    central.writeUInt32LE(((file.mode ?? 0o100644) << 16) >>> 0, 38);
    central.writeUInt32LE(start, 42);
    directory.push(central, name);
    if (file.shares !== undefined) continue;
    parts.push(Buffer.from("PK\x03\x04", "latin1"), common, name, stored);
    at += 30 + name.length + stored.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  const whole = Buffer.concat([...parts, listed, end]);
  return whole.subarray(0, whole.length - cut);
};
