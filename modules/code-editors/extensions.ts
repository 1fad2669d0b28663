/** Extensions: those of packages are linked, those that have only a name the editor fetches itself. */
import {
  type Context,
  type FileSpecification,
  type PackageReference,
  quoteShell,
  toJson,
} from "lares/module";
import type { CodeEditor, Flavour } from "./editor.ts";

const inPackage = "share/vscode/extensions";

interface Found {
  readonly name: string;
  readonly source: string;
  readonly version: string;
}

/** A link for each extension; where nobody may install others the list of them too, so that the editor does not try. */
export const extensionFiles = (
  { dataFolder }: Flavour,
  own: CodeEditor,
  context: Context,
): Record<string, FileSpecification> => {
  const folder = `~/${dataFolder}/extensions`;
  const found = all(own).flatMap((extension) => foundIn(extension, context));
  return {
    ...Object.fromEntries(found.map(({ name, source }) => [`${folder}/${name}`, { source }])),
    ...(!own.mutableExtensionsDir && { [`${folder}/extensions.json`]: { text: listText(found) } }),
  };
};

const foundIn = (extension: PackageReference, { lib }: Context): readonly Found[] => {
  const root = rootOf(extension);
  if (root === undefined) return [];
  return lib.file.namesIn(`${root}/${inPackage}`).map((name) => ({
    name,
    source: `${root}/${inPackage}/${name}`,
    version: extension.version ?? "0.0.0",
  }));
};

const listText = (found: readonly Found[]): string =>
  toJson(found.map(({ name, version }) => ({ identifier: { id: name }, version, relativeLocation: name })));

export const extensionSteps = (name: string, { command }: Flavour, own: CodeEditor, { lib }: Context) => {
  const lines = Object.entries(own.profiles).flatMap(([profile, { extensions }]) =>
    extensions
      .filter((extension) => rootOf(extension) === undefined)
      .map(({ name: id }) => {
        const code = own.package === null ? command : lib.program(own.package, command);
        const flags = profile === "default" ? "" : ` --profile ${quoteShell(profile)}`;
        return `${code}${flags} --list-extensions 2>/dev/null | grep -qixF ${quoteShell(id)} || run ${code}${flags} --install-extension ${quoteShell(id)}`;
      }),
  );
  if (lines.length === 0) return {};
  return { [`${name}Extensions`]: { after: ["linkGeneration"], run: `${lines.join("\n")}\n` } };
};

const all = ({ profiles }: CodeEditor): readonly PackageReference[] =>
  Object.values(profiles).flatMap(({ extensions }) => extensions);

const rootOf = ({ contents, outPath }: PackageReference): string | undefined => contents ?? outPath;
