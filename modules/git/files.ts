/** Git's files below `~/.config/git`. */
import { type Context, type FileSpecification, type GitConfig, toGitConfig } from "lares/module";

export const gitFiles = (context: Context): Readonly<Record<string, FileSpecification>> => {
  const { ignores, attributes, hooks, includes } = context.config.programs.git;
  const hookFiles = Object.entries(hooks).map(([name, source]) => [
    `git/hooks/${name}`,
    { source, executable: true },
  ]);
  return {
    "git/config": { text: configText(context) },
    ...(ignores.length > 0 && { "git/ignore": { text: linesOf(ignores) } }),
    ...(attributes.length > 0 && { "git/attributes": { text: linesOf(attributes) } }),
    ...Object.fromEntries([...hookFiles, ...includes.flatMap(includedFile)]),
  };
};

type Include = Context["config"]["programs"]["git"]["includes"][number];

/**
 * What options say comes first, then the pieces of `settings` in their order, then the includes: for Git, what
 * comes later wins.
 */
const configText = ({ config }: Context): string => {
  const { iniContent, settings, includes } = config.programs.git;
  const pieces = Array.isArray(settings) ? (settings as readonly GitConfig[]) : [];
  return [
    iniContent as GitConfig,
    ...pieces,
    ...includes.map((include, i) => includeSection(config, include, i)),
  ]
    .map(toGitConfig)
    .filter((text) => text !== "")
    .join("\n");
};

const includeSection = (config: Context["config"], include: Include, index: number): GitConfig => {
  const path = include.path ?? `${config.xdg.configHome}/${includedName(include, index)}`;
  return include.condition === null
    ? { include: { path } }
    : { includeIf: { [include.condition]: { path } } };
};

const includedFile = (include: Include, index: number): [string, { text: string }][] =>
  include.path === null
    ? [[includedName(include, index), { text: toGitConfig(include.contents as GitConfig) }]]
    : [];

const includedName = ({ contentSuffix }: Include, index: number): string =>
  `git/includes/${index + 1}-${contentSuffix}`;

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
