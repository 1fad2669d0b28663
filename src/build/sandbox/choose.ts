/** Which sandbox this machine allows: tried once, by running `true` in it. */
import { LaresError } from "../../base/errors.ts";
import { type AbsolutePath, absolutePath, below } from "../../base/paths.ts";
import { removeTree } from "../../system/durable.ts";
import { accessible, lstat, makeDirectories, readTextIfAny, stat, writeFile } from "../../system/files.ts";
import { runProgram } from "../../system/processes.ts";
import type { SandboxChoice } from "../realise/settings.ts";
import { bwrapConfinement } from "./bwrap.ts";
import type { ConfinedBuild, Confinement, SandboxKind } from "./sandbox.ts";
import { seatbeltConfinement } from "./seatbelt.ts";
import { networkPaths, systemPaths, writeEtc } from "./system-paths.ts";
import { unconfined } from "./unconfined.ts";
import { unshareConfinement } from "./unshare.ts";
import { openWorkFolder } from "./work-folder.ts";

export interface ChosenSandbox {
  readonly confinement: Confinement;
  /** Why there is none, where one was wanted. */
  readonly missing?: string;
}

/** Throws `no-sandbox` where one is required and none works. */
export const chooseSandbox = (choice: SandboxChoice, varDir: AbsolutePath): ChosenSandbox => {
  if (choice === "off") return { confinement: unconfined };
  const found = process.platform === "darwin" ? forMac() : forLinux(varDir);
  if (choice === "required" && found.missing !== undefined) throw noSandbox(found.missing);
  return found;
};

const forMac = (): ChosenSandbox =>
  lstat("/usr/bin/sandbox-exec") === undefined
    ? { confinement: unconfined, missing: "there is no /usr/bin/sandbox-exec" }
    : { confinement: seatbeltConfinement };

/** Later builds of this process ask again for nothing. */
const forLinux = (varDir: AbsolutePath): ChosenSandbox => {
  tried ??= tryLinux(varDir);
  return tried;
};
let tried: ChosenSandbox | undefined;

const tryLinux = (varDir: AbsolutePath): ChosenSandbox => {
  const failures: string[] = [];
  for (const [name, confinement] of linuxConfinements()) {
    const failure = confinement === undefined ? "not installed" : trial(confinement, varDir);
    if (failure === undefined) return { confinement: confinement! };
    failures.push(`${name}: ${failure}`);
  }
  return { confinement: unconfined, missing: failures.join("; ") };
};

/** In the order in which they are tried; undefined where the program is not installed. */
export const linuxConfinements = (): readonly (readonly [
  name: SandboxKind,
  confinement: Confinement | undefined,
])[] => {
  const mounts = readTextIfAny("/proc/self/mountinfo") ?? "";
  const shared = { paths: systemPaths(), networkPaths: networkPaths(), mounts, write: writeFile };
  const bwrap = programOnPath("bwrap");
  const isDirectory = (path: string): boolean => stat(path)?.kind === "directory";
  const unshare = programOnPath("unshare");
  return [
    ["bwrap", bwrap === undefined ? undefined : bwrapConfinement(bwrap, shared)],
    ["unshare", unshare === undefined ? undefined : unshareConfinement(unshare, { ...shared, isDirectory })],
  ];
};

/** Why it does not work here; undefined where it does. */
export const trial = (confinement: Confinement, varDir: AbsolutePath): string | undefined => {
  const work = openWorkFolder(varDir, "trial");
  try {
    writeEtc(work);
    const scratch = below(work.path, "store");
    makeDirectories(scratch);
    const build: ConfinedBuild = {
      storeDir: absolutePath("/store"),
      scratch,
      inputs: [],
      outputs: [],
      work,
      network: false,
      environment: { PATH: "/usr/bin:/bin" },
      builder: "/bin/sh",
      args: ["-c", "exit 0"],
    };
    const { program, args } = confinement.command(build);
    const { status, stderr } = runProgram(program, args, {
      cwd: work.build,
      env: trialEnvironment(),
      timeout: 20_000,
    });
    return status === 0 ? undefined : explain(stderr.trim().split("\n").at(-1) ?? "");
  } finally {
    removeTree(work.path);
  }
};

const trialEnvironment = (): Record<string, string> => ({ PATH: sandboxPath });

/** Where the sandbox's own programs are looked for, whatever the PATH of the person is. */
export const sandboxPath =
  "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin";

const programOnPath = (name: string): string | undefined =>
  [...(process.env.PATH ?? "").split(":"), ...sandboxPath.split(":")]
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => `${folder}/${name}`)
    .find((file) => accessible(file, "execute"));

/** With the setting that forbids it, where one does. */
const explain = (what: string): string => {
  const setting = forbidding.find(({ file, value }) => readTextIfAny(file)?.trim() === value);
  return setting === undefined
    ? what || "it does not start"
    : `${what} (${setting.name} is ${setting.value})`;
};

const forbidding = [
  ["kernel.apparmor_restrict_unprivileged_userns", "1"],
  ["kernel.unprivileged_userns_clone", "0"],
  ["user.max_user_namespaces", "0"],
].map(([name, value]) => ({ name, value, file: `/proc/sys/${name!.replaceAll(".", "/")}` }));

const noSandbox = (missing: string): LaresError =>
  new LaresError({
    code: "no-sandbox",
    message: "a sandbox for builds is required, and none works here",
    details: missing.split("; "),
    hint:
      "allow user namespaces (`sysctl kernel.apparmor_restrict_unprivileged_userns=0` on Ubuntu, " +
      '`sysctl kernel.unprivileged_userns_clone=1` on older Debian), install bubblewrap, or set lares.sandbox to "auto"',
  });
