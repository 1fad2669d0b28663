/** Git's files below `~/.config/git`. */
import { type Context, type FileSpecification, type GitConfig, toGitConfig } from "lares/module";

export const gitFiles = (context: Context): Readonly<Record<string, FileSpecification>> => {
  const { ignores, attributes, hooks } = context.config.programs.git;
  const hookFiles = Object.entries(hooks).map(([name, source]) => [
    `git/hooks/${name}`,
    { source, executable: true },
  ]);
  return {
    "git/config": { text: configText(context) },
    ...(ignores.length > 0 && { "git/ignore": { text: linesOf(ignores) } }),
    ...(attributes.length > 0 && { "git/attributes": { text: linesOf(attributes) } }),
    ...Object.fromEntries(hookFiles),
  };
};

type Include = Context["config"]["programs"]["git"]["includes"][number];

/**
 * What options say comes first, then the pieces of `settings` in their order, then the includes: for Git, what
 * comes later wins.
 */
const configText = ({ config, lib }: Context): string => {
  const { iniContent, settings, includes } = config.programs.git;
  const pieces = Array.isArray(settings) ? (settings as readonly GitConfig[]) : [];
  return [iniContent as GitConfig, ...pieces, ...includes.map((include) => includeSection(include, lib))]
    .map(toGitConfig)
    .filter((text) => text !== "")
    .join("\n");
};

const includeSection = (include: Include, { text }: Context["lib"]): GitConfig => {
  const path = include.path ?? `${text(storeName(include), toGitConfig(include.contents as GitConfig))}`;
  return include.condition === null
    ? { include: { path } }
    : { includeIf: { [include.condition]: { path } } };
};

/** As homes that are carried over have it. */
const storeName = ({ contentSuffix }: Include): string => `hm_${contentSuffix.replace(/[^\w+.?=-]/g, "")}`;

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
