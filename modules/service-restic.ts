/** restic's backups: a service and a timer for each, and a program that asks its repository. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  option,
  packageNamed,
  quoteShell,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const words = (description: string, example: readonly string[]) =>
  option(t.listOf(t.str), { default: [], description, example });
const word = (description: string, example?: string) =>
  option(t.nullOr(t.str), { default: null, description, ...(example !== undefined && { example }) });

const backup = t.submodule({
  package: option(t.package, { default: packageNamed("restic"), description: "The package of restic." }),
  "ssh-package": option(t.package, {
    default: packageNamed("openssh", { mainProgram: "ssh" }),
    description: "The package of SSH, for repositories behind it.",
  }),
  repository: word("The repository.", "sftp:backup@192.168.1.100:/backups/me"),
  repositoryFile: word("A file that says which the repository is."),
  passwordFile: word("The file of the repository's password.", "/run/secrets/restic-password"),
  passwordCommand: word("A command that prints the password.", "pass show restic"),
  environmentFile: word("A file of variables, such as credentials of a cloud."),
  paths: words("What is backed up.", ["/home/user/documents"]),
  dynamicFilesFrom: word(
    "A command that prints what is backed up beside that.",
    "find /home/alice/git -type d -name .git",
  ),
  exclude: words("Patterns of what is left out.", ["/home/*/.cache", ".git"]),
  initialize: option(t.bool, { default: false, description: "Whether a missing repository is made." }),
  extraBackupArgs: words("Further arguments of `restic backup`.", ["--cleanup-cache"]),
  extraOptions: words("Options, as restic's `-o` takes them.", ["sftp.command='ssh backup -s sftp'"]),
  rcloneOptions: option(t.attrsOf(t.oneOf(t.str, t.bool, t.int)), {
    default: {},
    description: "Options of rclone, for repositories behind it.",
    example: { bwlimit: "10M", "drive-use-trash": true },
  }),
  pruneOpts: words("What is kept: arguments of `restic forget --prune`. None deletes nothing.", [
    "--keep-daily 7",
  ]),
  runCheck: option(t.bool, {
    default: ({ self }) => self.checkOpts.length > 0,
    defaultText: "whether there are checkOpts",
    description: "Whether the repository is checked afterwards.",
  }),
  checkOpts: words("Arguments of `restic check`.", ["--with-cache"]),
  backupPrepareCommand: word("Commands of a shell before the backup."),
  backupCleanupCommand: word("Commands of a shell after the backup, whatever came of it."),
  progressFps: option(t.nullOr(t.numeral), {
    default: null,
    description: "How often in a second progress is said.",
    example: 0.1,
  }),
  inhibitsSleep: option(t.bool, {
    default: false,
    description: "Whether the machine stays awake meanwhile.",
  }),
  timerConfig: option(t.nullOr(t.jsonObject), {
    default: () => ({ OnCalendar: "daily", Persistent: true }),
    description: "Keys of the timer; null for no timer.",
    example: { OnCalendar: "00:05", Persistent: true, RandomizedDelaySec: "5h" },
  }),
  createWrapper: option(t.bool, {
    default: true,
    description: "Whether there is a program `restic-NAME`, which is restic with this repository.",
  }),
});

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up backups by restic." }),
  backups: option(t.attrsOf(backup), {
    default: {},
    description: "Backups, by name.",
    example: { local: { repository: "/mnt/disk", paths: ["/home/me"], passwordFile: "/run/secrets/restic" } },
  }),
};
export interface ResticOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly restic: ResticOptions;
  }
}

type Own = ConfigOf<typeof options>;
type Backup = Own["backups"][string];

const restic = ({ package: own, extraOptions }: Backup, lib: Context["lib"]): string =>
  [lib.program(own), ...extraOptions.map((one) => `-o ${quoteShell(one)}`)].join(" ");

const variables = (one: Backup): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({
      RESTIC_REPOSITORY: one.repository,
      RESTIC_REPOSITORY_FILE: one.repositoryFile,
      RESTIC_PASSWORD_FILE: one.passwordFile,
      RESTIC_PASSWORD_COMMAND: one.passwordCommand,
      RESTIC_PROGRESS_FPS: one.progressFps === null ? null : String(one.progressFps),
      ...Object.fromEntries(
        sortedEntries(one.rcloneOptions).map(([key, value]) => [
          `RCLONE_${key.toUpperCase().replaceAll("-", "_")}`,
          String(value),
        ]),
      ),
    }).filter((entry): entry is [string, string] => entry[1] !== null),
  );

/** One script for all: what is left to do after a failure is done, and the failure stays. */
const script = (one: Backup, lib: Context["lib"]): string => {
  const program = restic(one, lib);
  const doesBackup = one.paths.length > 0 || one.dynamicFilesFrom !== null;
  return `#!/bin/sh
set -eu

paths=$(mktemp)
cleanup() {
  rm -f "$paths"
${indented(one.backupCleanupCommand ?? ":")}
}
trap cleanup EXIT

${one.backupPrepareCommand ?? ""}
${one.initialize ? `${program} cat config >/dev/null 2>&1 || ${program} init\n` : ""}
cat >"$paths" <<'END'
${one.paths.join("\n")}
END
${one.dynamicFilesFrom === null ? "" : `(\n${one.dynamicFilesFrom}\n) >>"$paths"\n`}
${
  doesBackup
    ? `${program} backup ${[...one.exclude.map((pattern) => `--exclude=${quoteShell(pattern)}`), ...one.extraBackupArgs].join(" ")} --files-from="$paths"`
    : ""
}
${one.pruneOpts.length > 0 ? `${program} unlock\n${program} forget --prune ${one.pruneOpts.join(" ")}` : ""}
${one.runCheck ? `${program} check ${one.checkOpts.join(" ")}` : ""}
`.replace(/\n{3,}/g, "\n\n");
};

const indented = (text: string): string =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");

/** Variables of a file first, as systemd would have it. */
const wrapper = (name: string, one: Backup, lib: Context["lib"]): string =>
  [
    "#!/bin/sh",
    ...(one.environmentFile === null ? [] : ["set -a", `. ${quoteShell(one.environmentFile)}`, "set +a"]),
    `export RESTIC_CACHE_DIR="\${XDG_CACHE_HOME:-$HOME/.cache}/restic-backups-${name}"`,
    ...Object.entries(variables(one)).map(([key, value]) => `export ${key}=${quoteShell(value)}`),
    `exec ${restic(one, lib)} "$@"`,
    "",
  ].join("\n");

const service = (name: string, one: Backup, { config, lib }: Context) => {
  const command = `${lib.profileDirectory}/bin/restic-backup-${name}`;
  const inhibitor = `${lib.program("systemd", "systemd-inhibit")} --mode=block --who=restic --what=idle:sleep --why="Scheduled backup ${name}"`;
  return {
    Unit: {
      Description: "Restic backup service",
      Wants: ["network-online.target"],
      After: ["network-online.target"],
      "X-RestartIfChanged": false,
    },
    Service: {
      Type: "oneshot",
      ExecStart: one.inhibitsSleep ? `${inhibitor} ${command}` : command,
      PrivateTmp: true,
      RuntimeDirectory: `restic-backups-${name}`,
      CacheDirectory: `restic-backups-${name}`,
      CacheDirectoryMode: "0700",
      Environment: [
        `PATH=${path(one, config, lib)}`,
        `RESTIC_CACHE_DIR=%C/restic-backups-${name}`,
        ...Object.entries(variables(one)).map(([key, value]) => assignment(key, value)),
      ],
      ...(one.environmentFile !== null && { EnvironmentFile: one.environmentFile }),
    },
  };
};

/** As systemd.exec(5) reads assignments. */
const assignment = (key: string, value: string): string =>
  /^[\w@+=:,./-]*$/.test(value)
    ? `${key}=${value}`
    : `"${key}=${value.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%")}"`;

const path = (one: Backup, config: Context["config"], lib: Context["lib"]): string => {
  const ssh = lib.program(one["ssh-package"]).match(/^(.*)\/[^/]*$/)?.[1];
  return [ssh, `${config.home.profileDirectory}/bin`, "/run/wrappers/bin", "/usr/local/bin:/usr/bin:/bin"]
    .filter((folder) => folder !== undefined)
    .join(":");
};

const oneOf = (name: string, what: string, values: readonly unknown[]) => ({
  assertion: values.filter((value) => value !== null).length === 1,
  message: `services.restic.backups.${JSON.stringify(name)}: set one of ${what}, and one alone.`,
});

export default defineProgram("services.restic", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: ({ backups }) => Object.values(backups).map(({ package: own }) => own),
  assertions: ({ backups }) =>
    Object.entries(backups).flatMap(([name, one]) => [
      oneOf(name, "repository, repositoryFile (or RESTIC_REPOSITORY in environmentFile)", [
        one.repository,
        one.repositoryFile,
        ...(one.repository === null && one.repositoryFile === null ? [one.environmentFile] : []),
      ]),
      oneOf(name, "passwordFile, passwordCommand (or RESTIC_PASSWORD in environmentFile)", [
        one.passwordFile,
        one.passwordCommand,
        ...(one.passwordFile === null && one.passwordCommand === null ? [one.environmentFile] : []),
      ]),
    ]),
  units: ({ backups }, context) => ({
    services: Object.fromEntries(
      Object.entries(backups).map(([name, one]) => [`restic-backups-${name}`, service(name, one, context)]),
    ),
    timers: Object.fromEntries(
      Object.entries(backups)
        .filter(([, { timerConfig }]) => timerConfig !== null)
        .map(([name, { timerConfig }]) => [
          `restic-backups-${name}`,
          {
            Unit: { Description: "Restic backup service" },
            Timer: timerConfig,
            Install: { WantedBy: ["timers.target"] },
          },
        ]),
    ),
  }),
  config: {
    home: {
      profileFiles: ({ config, lib }) => {
        const { enable, backups } = config.services.restic;
        return enable
          ? Object.fromEntries(
              Object.entries(backups).flatMap(([name, one]) => [
                [`bin/restic-backup-${name}`, script(one, lib)],
                ...(one.createWrapper ? [[`bin/restic-${name}`, wrapper(name, one, lib)]] : []),
              ]),
            )
          : {};
      },
    },
  },
});
