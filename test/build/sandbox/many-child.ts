/** `many-child.ts KIND FOLDER COUNT`: a build with so many inputs in a sandbox of that kind, as whoever runs it; prints what it sees. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { absolutePath, type StorePath } from "../../../src/base/paths.ts";
import { linuxConfinements } from "../../../src/build/sandbox/choose.ts";
import { writeEtc } from "../../../src/build/sandbox/system-paths.ts";
import { openWorkFolder } from "../../../src/build/sandbox/work-folder.ts";

const [kind, folder = "", count] = process.argv.slice(2);
const [, confinement] = linuxConfinements().find(([name]) => name === kind)!;
const storeDir = join(folder, "store");
const scratch = join(storeDir, ".lares-tmp-scratch");
const work = openWorkFolder(absolutePath(join(folder, "var")), "many");
writeEtc(work);
fs.mkdirSync(scratch, { recursive: true });
fs.writeFileSync(join(storeDir, "hidden"), "nobody's input");

const inputs = Array.from({ length: Number(count) }, (_, at) => {
  const name = `input-${at}`;
  const isFolder = at % 2 === 0;
  if (isFolder) for (const one of [storeDir, scratch]) fs.mkdirSync(join(one, name));
  else fs.writeFileSync(join(scratch, name), "");
  fs.writeFileSync(join(storeDir, name, isFolder ? "file" : ""), `${at}\n`);
  return join(storeDir, name) as StorePath;
});
const commands = `
  ls $S | wc -l
  cat $S/input-*[02468]/file $S/input-*[13579] | wc -l
  cat $S/input-2/file $S/input-3
  (echo x > $S/input-3) 2>/dev/null || echo read-only
  (echo x > $S/input-4/file) 2>/dev/null || echo read-only
  cat $S/hidden 2>/dev/null
  id -u
  echo made > $S/output`;
const { program, args } = confinement!.command({
  ...{ storeDir: absolutePath(storeDir), scratch: absolutePath(scratch), inputs, outputs: [], work },
  network: false,
  environment: { PATH: "/usr/bin:/bin", S: storeDir },
  builder: "/bin/sh",
  args: ["-c", commands],
});
const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8", cwd: work.build });
process.stderr.write(stderr);
process.stdout.write(stdout);
process.stdout.write(
  fs.existsSync(join(scratch, "output")) ? fs.readFileSync(join(scratch, "output")) : "nothing\n",
);
