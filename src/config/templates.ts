/** Starter homes: each folder of templates/ that holds a home.config.ts is one, with all else in it. */
import { join } from "node:path";
import { LaresError } from "../base/errors.ts";
import { readDirectory, stat } from "../system/files.ts";

export interface Template {
  readonly name: string;
  readonly folder: string;
  /** Its home.config.ts. */
  readonly config: string;
}

export const listTemplates = (toolFolder: string): readonly Template[] => {
  const templates = join(toolFolder, "templates");
  return readDirectory(templates)
    .map(({ name }) => ({
      name,
      folder: join(templates, name),
      config: join(templates, name, "home.config.ts"),
    }))
    .filter(({ config }) => stat(config)?.kind === "file");
};

export const findTemplate = (toolFolder: string, name: string): Template => {
  const all = listTemplates(toolFolder);
  const found = all.find((template) => template.name === name);
  if (found !== undefined) return found;
  throw new LaresError({
    code: "unknown-template",
    message: `there is no template ${name}`,
    details: [`the templates are ${all.map((template) => template.name).join(", ")}`],
    exitCode: 2,
  });
};

/** All of it but home.config.ts, by path relative to the template. */
export const templateFiles = ({ folder }: Template): readonly { path: string; from: string }[] =>
  filesBelow(folder, "").filter(({ path }) => path !== "home.config.ts");

const filesBelow = (folder: string, below: string): { path: string; from: string }[] =>
  readDirectory(folder).flatMap(({ name, kind }) => {
    const from = join(folder, name);
    return kind === "directory" ? filesBelow(from, `${below}${name}/`) : [{ path: below + name, from }];
  });
