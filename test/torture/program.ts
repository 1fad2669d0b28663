/** The program that the samples of the torture suite run, copied once for a file of tests. */
import * as fs from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { copyProgram, type Program, workFolder } from "../../torture/program.ts";

export const sharedProgram = (): { readonly current: Program } => {
  const shared: { current: Program } = { current: undefined as unknown as Program };
  let folder = "";
  beforeAll(() => {
    folder = fs.mkdtempSync(join(workFolder(), "lares-torture-program-"));
    shared.current = copyProgram(folder);
    fs.chmodSync(folder, 0o755);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return shared;
};
