/** What an archive does not have. */
import { LaresError } from "../base/errors.ts";
import { shownPath } from "../base/shown.ts";

export const noCommand = (pname: string, files: readonly string[]): LaresError =>
  new LaresError({
    code: "no-command",
    message: `${pname} has no command`,
    details: ["in it there is:", ...listed(files)],
    hint: "name its commands: bin: { NAME: PATH IN THE ARCHIVE }; a package without any is better used by fetchTarball",
  });

/** Either nothing is named so, or more than one thing that matches. */
export const notInArchive = (pname: string, pattern: string, files: readonly string[]): LaresError =>
  new LaresError({
    code: "not-in-archive",
    message: `${pname}: ${shownPath(pattern)} means no single file of the archive`,
    details: ["there is:", ...listed(files)],
    hint: "paths are relative to the archive's top, after `strip`; `*` and `?` stand for parts of one name",
  });

const listed = (files: readonly string[]): readonly string[] => {
  const shown = files.slice(0, most).map((file) => `  ${shownPath(file)}`);
  return files.length > most ? [...shown, `  … and ${files.length - most} more`] : shown;
};

const most = 20;
