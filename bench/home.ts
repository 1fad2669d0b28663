/** A home of a person who has `size` dotfiles, each declared by itself in home.config.ts with a source beside it. */
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { type Command, environmentFor, run } from "./command.ts";
import type { BenchPlace } from "./context.ts";
import { editedText, type SampleFile, writeSampleFiles } from "./sample-files.ts";

export interface BenchHome {
  readonly folder: string;
  readonly files: readonly SampleFile[];
  /** Where the sources are. */
  readonly sources: string;
  readonly lares: (...words: readonly string[]) => Command;
  readonly switch: () => string;
  /** What the profile leads to. */
  readonly generation: () => string;
  readonly generationNumber: () => string;
  /** Appends a line to the source of a file; gives the text. */
  readonly edit: (file: SampleFile) => string;
  /** Throws where the link of any file does not go through the profile or lead to the file's bytes. */
  readonly verifyLinks: () => void;
  /** Throws where the file in the home has another text. */
  readonly verifyText: (file: SampleFile, text: string) => void;
}

/** Names are short: a link text of 60 bytes or more costs ext4 twice as much, and homes are seldom that deep. */
export const makeHome = ({ folder: place }: BenchPlace, files: readonly SampleFile[]): BenchHome => {
  const folder = fs.mkdtempSync(join(place, "h"));
  const config = join(folder, ".config/lares");
  const sources = join(config, "dotfiles");
  writeSampleFiles(sources, files);
  fs.writeFileSync(join(config, "files.json"), JSON.stringify(files.map(({ path }) => path)));
  fs.writeFileSync(join(config, "home.config.ts"), configuration);

  const texts = new Map<string, string>(files.map(({ path, text }) => [path, text]));
  let edits = 0;
  const lares = (...words: readonly string[]): Command => ({
    program: launcher,
    words,
    environment: environmentFor(folder),
    folder,
  });
  const verifyText = ({ path }: SampleFile, text: string): void => {
    const found = fs.readFileSync(join(folder, path), "utf8");
    if (found !== text) throw new Error(`${join(folder, path)} does not have the text it should have`);
  };
  return {
    folder,
    files,
    sources,
    lares,
    switch: () => run(lares("switch")).output,
    generation: () => fs.realpathSync(join(folder, ".lares")),
    generationNumber: () => /(\d+)-link$/.exec(fs.readlinkSync(fs.readlinkSync(join(folder, ".lares"))))![1]!,
    edit: (file) => {
      const text = editedText(file, ++edits);
      fs.writeFileSync(join(sources, file.path), text);
      texts.set(file.path, text);
      return text;
    },
    verifyLinks: () => {
      for (const file of files) {
        const link = fs.readlinkSync(join(folder, file.path));
        if (link !== join(folder, ".lares/home-files", file.path)) throw new Error(`${file.path} → ${link}`);
        verifyText(file, texts.get(file.path)!);
      }
    },
    verifyText,
  };
};

const configuration = `import { defineHome } from "lares";
import files from "./files.json";

export default defineHome({
  home: { file: Object.fromEntries(files.map((path) => [path, { source: \`./dotfiles/\${path}\` }])) },
});
`;

export const checkout = dirname(import.meta.dirname);
const launcher = join(checkout, "bin/lares");

/** Where what outlives a run is kept: the peers' programs. */
export const cacheFolder = join(checkout, ".cache/bench");
