/** The dashboard: how soon its first screen is there, and how soon a frame follows a key. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { run } from "../command.ts";
import { type BenchContext, type BenchPlace, counted } from "../context.ts";
import { checkout } from "../home.ts";
import { summarise } from "../statistics.ts";
import type { Row, Work } from "../work.ts";

export const ui: Work = {
  name: "ui",
  title: "ui",
  *measure(context) {
    const place = context.places[0]!;
    yield* frames(context, place);
    if (spawnSync("script", ["--version"]).status !== 0)
      return context.skip("ui: first screen", "there is no `script` (util-linux) to give it a terminal");
    for (const size of context.sizes.filter((files) => files <= 1000))
      yield* firstScreen(context, place, size);
  },
};

/** Milliseconds of one frame of a screen that is drawn sixty times a second. */
const oneFrame = 16;

const frames = (context: BenchContext, place: BenchPlace): readonly Row[] => {
  const folder = context.shared("ui program", () => bundleFrames(place));
  const { output } = run({ program: process.execPath, words: [join(folder, "frames.js")], environment: {} });
  const { typing, moving } = JSON.parse(output) as Record<"typing" | "moving", number[]>;
  const row = (title: string, values: readonly number[]): Row => ({
    title,
    size: counted(10_000, "rows"),
    on: "200x60",
    unit: "ms",
    ours: summarise(values),
    others: [],
    atMost: oneFrame,
  });
  return [row("ui: a letter of a search", typing), row("ui: a key that moves", moving)];
};

const bundleFrames = ({ folder: place }: BenchPlace): string => {
  const folder = fs.mkdtempSync(join(place, "ui"));
  fs.writeFileSync(join(folder, "none.js"), "export default {};\n");
  buildSync({
    absWorkingDir: checkout,
    entryPoints: ["bench/programs/frames.ts"],
    outfile: join(folder, "frames.js"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"', fetch: "undefined" },
    banner: {
      js: 'import{createRequire as _require}from"node:module";const require=_require(import.meta.url);',
    },
    alias: { "react-devtools-core": join(folder, "none.js") },
  });
  fs.writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  return folder;
};

/** The first screen takes at most 2.5 times what an empty program takes, and 100 ms. */
const firstScreen = (context: BenchContext, place: BenchPlace, size: number): readonly Row[] => {
  const home = context.switchedHome(place, size);
  const { program, environment, folder } = home.lares("ui");
  const words = [join(checkout, "bench/programs/first-frame.ts"), String(context.rounds), program, folder!];
  const { output } = run({ program: process.execPath, words, environment, folder: folder! });
  const { ours, keyed, node } = JSON.parse(output) as Record<"ours" | "keyed" | "node", number[]>;
  const empty = summarise(node);
  const row = (title: string, values: readonly number[]): Row => {
    const mine = summarise(values);
    const ratio = mine.median / empty.median;
    return {
      title,
      size: counted(size, "files"),
      on: place.fileSystem,
      unit: "ms",
      ours: mine,
      others: [{ name: "node -e 0", sample: empty, ratio }],
    };
  };
  return [
    { ...row("ui: first screen", ours), ...(size === 1000 && { atMost: 2.5 * empty.median + 100 }) },
    row("ui: first key answered", keyed),
  ];
};
