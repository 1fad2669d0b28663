/** The texts that coding agents read: their instructions, and folders of agents, commands, rules and skills. */
import {
  type Context,
  type FileSpecification,
  type Option,
  option,
  type PackageReference,
  sourcePath,
  type TextOrSource,
  t,
  textOrSource,
} from "lares/module";

export type Documents = Readonly<Record<string, TextOrSource>>;
type DocumentDefinition = string | PackageReference | { readonly text: string } | { readonly source: string };
type DocumentDefinitions = Readonly<Record<string, DocumentDefinition>>;
type Files = Record<string, FileSpecification>;

/** Texts, or paths of files, by name. */
export const documentsOption = (
  description: string,
  example?: DocumentDefinitions,
): Option<Documents, DocumentDefinitions> =>
  option(t.attrsOf(textOrSource), {
    default: {},
    description: `${description}, by name: texts, or paths of files.`,
    ...(example !== undefined && { example }),
  }) as Option<Documents, DocumentDefinitions>;

/** As `documentsOption`; the path of a folder that holds all of them will do too. */
export const documentsOrFolderOption = (
  description: string,
  example?: DocumentDefinitions,
): Option<Documents | string, DocumentDefinitions | string | PackageReference> =>
  option(t.either(sourcePath, t.attrsOf(textOrSource)), {
    default: {},
    description: `${description}, by name: texts, or paths of files. Or the path of a folder with all of them.`,
    ...(example !== undefined && { example }),
  }) as Option<Documents | string, DocumentDefinitions | string | PackageReference>;

/** One text, or the path of a file; nothing by default. */
export const documentOption = (description: string) =>
  option(textOrSource, { default: { text: "" } as TextOrSource, description });

/** No file for an empty text. */
export const documentFile = (document: TextOrSource | null): FileSpecification | undefined =>
  document === null || ("text" in document && document.text === "") ? undefined : document;

/** `<folder>/<name><ending>` for each, or the whole folder. */
export const documentFiles = (
  folder: string,
  ending: string,
  documents: Documents | string | null,
  more: FileSpecification = {},
): Files => {
  if (documents === null) return {};
  if (typeof documents === "string") return { [folder]: { source: documents, recursive: true } };
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [
      `${folder}/${name}${ending}`,
      { ...document, ...more },
    ]),
  );
};

/** `<folder>/<name>/SKILL.md` for each; a skill that is a folder brings all that is in it. */
export const skillFiles = (folder: string, skills: Documents | string, context: Context): Files => {
  if (typeof skills === "string") return documentFiles(folder, "", skills);
  return Object.fromEntries(
    Object.entries(skills).map(([name, skill]) =>
      isFolder(skill, context)
        ? [`${folder}/${name}`, { ...skill, recursive: true }]
        : [`${folder}/${name}/SKILL.md`, skill],
    ),
  );
};

export const isFolder = (document: TextOrSource, { lib }: Context): boolean =>
  "source" in document && lib.file.kindOf(document.source) === "directory";

/** A path given for all skills has to lead to a folder. */
export const skillsCheck = (option: string, skills: Documents | string, { lib }: Context) => ({
  assertion: typeof skills !== "string" || lib.file.kindOf(skills) !== "file",
  message: `${option} is the path of a file: give the folder that holds a folder for each skill.`,
});

/** A plugin's name where none is given: the last part of its path without the hash of a store path. */
export const baseNameOf = (path: string): string =>
  path
    .replace(/\/+$/, "")
    .replace(/^.*\//, "")
    .replace(/^[0-9a-z]{32}-/, "")
    .replace(/^@(.*)@$/, "$1");
