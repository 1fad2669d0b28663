/**
 * A configuration that uses 40 modules, out of libraries of several sizes, beside loading the same files with no work done
 * on them. Modules that are not used must cost nothing.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { type Command, environmentFor } from "../command.ts";
import type { BenchContext, BenchPlace } from "../context.ts";
import { makeProgramFolder } from "../program-folder.ts";
import { race } from "../race.ts";
import type { Work } from "../work.ts";

const used = 40;
const librarySizes = [40, 400, 4000];

export const evaluation: Work = {
  name: "evaluation",
  title: "evaluation, 40 modules used",
  *measure(context) {
    const place = context.places[0]!;
    const smallest = evaluate(context, place, librarySizes[0]!);
    for (const size of librarySizes) {
      const ours = { name: "lares", command: evaluate(context, place, size), verify: expectNumber(used * 2) };
      const load = {
        name: "loading the same files",
        command: loadOnly(context, place, size),
        verify: expectNumber(used),
        atMost: 1.5,
      };
      const few = { name: `the same of ${librarySizes[0]}`, command: smallest, atMost: 1.1 };
      const others = size === librarySizes[0] ? [load] : [load, few];
      const raced = race(ours, others, { rounds: Math.max(context.rounds, 11), warmUps: 2 });
      yield { title: this.title, size: `of ${size}`, on: place.fileSystem, unit: "ms", ...raced };
    }
  },
};

const expectNumber = (wanted: number) => (output: string) => {
  if (Number(output) !== wanted) throw new Error(`expected ${wanted}, not ${output}`);
};

const evaluate = (context: BenchContext, place: BenchPlace, librarySize: number): Command =>
  command(context, place, librarySize, "evaluate", []);

const loadOnly = (context: BenchContext, place: BenchPlace, librarySize: number): Command =>
  command(
    context,
    place,
    librarySize,
    "load",
    usedNames(librarySize).map((name) => `programs.${name}`),
  );

const command = (
  context: BenchContext,
  place: BenchPlace,
  librarySize: number,
  program: string,
  words: readonly string[],
): Command => {
  const folder = context.shared(`library ${librarySize}`, () => makeLibrary(place, librarySize));
  return {
    program: process.execPath,
    words: [join(folder, "dist", `${program}.js`), ...words],
    environment: { ...environmentFor(folder), NODE_COMPILE_CACHE: join(folder, "compiled") },
    folder,
  };
};

const makeLibrary = ({ folder: place }: BenchPlace, size: number): string => {
  const folder = fs.mkdtempSync(join(place, "e"));
  const modules = new Map(
    Array.from({ length: size }, (_, at) => [`programs.${moduleName(at)}`, moduleText(at)]),
  );
  makeProgramFolder(folder, ["evaluate", "load"], modules);
  const definitions = usedNames(size).map((name, at) => `    ${name}: ${definitionText(at)},`);
  fs.writeFileSync(
    join(folder, "home.config.ts"),
    [
      'import { mkDefault } from "lares";',
      "export default {",
      "  programs: {",
      ...definitions,
      "  },",
      "};",
      "",
    ].join("\n"),
  );
  return folder;
};

const moduleName = (at: number): string => `sample${at}`;

/** Spread over the whole library. */
const usedNames = (librarySize: number): readonly string[] =>
  Array.from({ length: used }, (_, at) => moduleName(Math.floor((at * librarySize) / used)));

const definitionText = (at: number): string =>
  `{
      enable: true,
      theme: mkDefault("dark"),
      settings: { editor: "vi", number: ${at}, nested: { a: true, b: [1, 2, 3] } },
      plugins: ["one", "two", "three"],
      profiles: { work: { address: "work@example.org", port: 22 }, home: { address: "home@example.org" } },
    }`;

/** A dozen options of the usual types, and a configuration that writes two files from them: what most modules are. */
const moduleText = (at: number): string => {
  const name = moduleName(at);
  return `import { defineModule, mkDefault, mkIf, mkMerge, option, t, toIni, toKeyValue } from "lares/module";

const profile = t.submodule({
  address: option(t.str, { description: "Where to." }),
  port: option(t.port, { default: 22, description: "Which port." }),
  identity: option(t.nullOr(t.str), { default: null, description: "As whom." }),
});

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up ${name}." }),
  package: option(t.nullOr(t.str), { default: null, description: "The package." }),
  settings: option(t.json, { default: {}, description: "Settings." }),
  theme: option(t.enum("dark", "light"), { default: "light", description: "Colours." }),
  fontSize: option(t.int, { default: 12, description: "In points." }),
  plugins: option(t.listOf(t.str), { default: [], description: "Plugins." }),
  aliases: option(t.attrsOf(t.str), { default: {}, description: "Aliases." }),
  environment: option(t.attrsOf(t.oneOf(t.str, t.int)), { default: {}, description: "Variables." }),
  profiles: option(t.attrsOf(profile), { default: {}, description: "Profiles." }),
  extraConfig: option(t.lines, { default: "", description: "Added as it is." }),
  enableBashIntegration: option(t.bool, { default: true, description: "For bash." }),
  enableZshIntegration: option(t.bool, { default: true, description: "For zsh." }),
};

const enabled = ({ config }) => config.programs.${name}.enable;

const mainFile = ({ config }) => {
  const { theme, fontSize, plugins, aliases, extraConfig } = config.programs.${name};
  const main = { theme, fontSize, plugins: plugins.join(" ") };
  return toIni({ main, aliases }) + extraConfig;
};

const profileFile = ({ config }) =>
  Object.entries(config.programs.${name}.profiles)
    .map(([key, { address, port, identity }]) => key + " " + address + ":" + port + (identity ?? "") + "\\n")
    .join("");

export default defineModule({
  path: "programs.${name}",
  url: import.meta.url,
  options,
  config: {
    home: {
      sessionVariables: mkIf(enabled, { ${name.toUpperCase()}_THEME: ({ config }) => config.programs.${name}.theme }),
    },
    xdg: {
      configFile: mkIf(enabled, mkMerge([
        { "${name}/config": { text: mainFile } },
        { "${name}/profiles": { text: profileFile } },
      ])),
    },
    programs: { ${name}: { environment: mkIf(enabled, { FONT: mkDefault("mono") }) } },
  },
});
`;
};
