/** What can be said about rclone. */
import { option, programOptions, removed, type TreeOf, t } from "lares/module";

const atom = t.nullOr(t.oneOf(t.bool, t.int, t.float, t.str));

const logLevel = option(t.enum(null, "ERROR", "NOTICE", "INFO", "DEBUG"), {
  default: null,
  description: "What rclone tells; null leaves it to rclone.",
  example: "INFO",
});

const flags = (command: string, example: Readonly<Record<string, string | boolean>>) =>
  option(t.attrsOf(atom), {
    default: {},
    description: `Options of \`rclone ${command}\`, by their long names; null and false leave one out.`,
    example,
  });

const mount = t.submodule({
  enable: option(t.bool, { default: false, description: "Whether this folder of the remote is mounted." }),
  autoMount: option(t.bool, { default: true, description: "Whether to mount it when one logs in." }),
  mountPoint: option(t.nullOr(t.str), {
    default: null,
    description: "Where to mount it: an absolute path.",
    example: "/home/ada/remote",
  }),
  mountType: option(t.enum("mount", "nfsmount"), {
    default: "mount",
    description: "How to mount it: by FUSE, or by a server for NFS, for which macOS needs nothing else.",
  }),
  logLevel,
  options: flags("mount", { "vfs-cache-max-size": "4G" }),
});

const serve = t.submodule({
  enable: option(t.bool, { default: false, description: "Whether this folder of the remote is served." }),
  autoStart: option(t.bool, { default: true, description: "Whether to serve it when one logs in." }),
  protocol: option(t.enum("dlna", "docker", "ftp", "http", "nfs", "restic", "s3", "sftp", "webdav"), {
    description: "How to serve it.",
    example: "http",
  }),
  logLevel,
  options: flags("serve", { addr: "localhost:8080" }),
});

const remote = t.submodule({
  config: option(t.attrsOf(t.oneOf(t.bool, t.int, t.float, t.str)), {
    default: {},
    description: "The remote's settings, of which `type` says what it is. They can be read by all.",
    example: { type: "sftp", host: "server.example.org", user: "ada" },
  }),
  secrets: option(t.attrsOf(t.str), {
    default: {},
    description: "Settings that are secret, by name: paths of files that hold them.",
    example: { password: "/run/secrets/password" },
  }),
  mounts: option(t.attrsOf(mount), { default: {}, description: "What to mount, by folder of the remote." }),
  serve: option(t.attrsOf(serve), { default: {}, description: "What to serve, by folder of the remote." }),
});

export const options = {
  ...programOptions("rclone, files in the cloud", "rclone"),
  remotes: option(t.attrsOf(remote), { default: {}, description: "Remotes by name: where files are." }),
  requiresUnit: option(t.nullOr(t.str), {
    default: null,
    description: "The systemd unit after which secrets are there.",
    example: "agenix.service",
  }),
  writeAfter: removed(
    "the settings are written by a service: say in requiresUnit which one provides the secrets",
  ),
};
export interface RcloneOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly rclone: RcloneOptions;
  }
}
