/** Facts about this machine, from files and the environment alone: no process is started to find one. */
import { hostname, release, userInfo } from "node:os";
import { basename } from "node:path";
import { errnoOf, LaresError } from "../base/errors.ts";
import type { Host } from "../base/host.ts";
import { cLibrary } from "../system/c-library.ts";
import { lstat } from "../system/files.ts";

export const findHost = (env: NodeJS.ProcessEnv, home: string): Host => {
  const os = supportedSystem(process.platform);
  const account = findAccount(env);
  return {
    os,
    arch: process.arch,
    ...(os === "linux" && { libc: cLibrary() }),
    name: hostname().split(".")[0]!,
    user: account.user,
    home,
    uid: account.uid,
    wsl: os === "linux" && /microsoft/i.test(release()),
    container: os === "linux" && inContainer(env),
    ...(account.shell === undefined ? {} : { shell: account.shell }),
  };
};

const supportedSystem = (platform: string): Host["os"] => {
  if (platform === "linux" || platform === "darwin") return platform;
  throw new LaresError({
    code: "unsupported-system",
    message: `Lares does not run on ${platform}`,
    hint: platform === "win32" ? "it runs inside WSL" : "it runs on Linux and macOS",
  });
};

interface Account {
  readonly user: string;
  readonly uid: number;
  readonly shell?: string;
}

/** A container may run a number that no account has: then the environment has a name, or the number is one. */
const findAccount = (env: NodeJS.ProcessEnv): Account => {
  try {
    const { username, uid, shell } = userInfo();
    return { user: username, uid, ...shellOf(shell ?? env.SHELL) };
  } catch (error) {
    if (errnoOf(error) !== "ERR_SYSTEM_ERROR") throw error;
    const uid = process.getuid?.() ?? -1;
    return { user: env.USER ?? env.LOGNAME ?? String(uid), uid, ...shellOf(env.SHELL) };
  }
};

const shellOf = (path: string | undefined): { shell?: string } => (path ? { shell: basename(path) } : {});

/** The marks that Docker, Podman, systemd-nspawn, LXC and Kubernetes leave. */
const inContainer = (env: NodeJS.ProcessEnv): boolean =>
  env.container !== undefined ||
  env.KUBERNETES_SERVICE_HOST !== undefined ||
  lstat("/.dockerenv") !== undefined ||
  lstat("/run/.containerenv") !== undefined;
