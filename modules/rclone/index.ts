/** rclone: remotes, whose secrets are put in at login, and folders of them that are mounted or served. */
import { type Context, defineProgram, type Own, quoteShell } from "lares/module";
import { configureScript, scriptPath } from "./configure.ts";
import { daemonsOf } from "./daemons.ts";
import { options, type RcloneOptions } from "./options.ts";

export type Rclone = Own<RcloneOptions>;

const configService = "rclone-config";
const hasRemotes = ({ remotes }: Rclone): boolean => Object.keys(remotes).length > 0;

export default defineProgram("programs.rclone", {
  url: import.meta.url,
  options,
  files: (own, context) => ({
    "data:rclone/configure.sh": hasRemotes(own) && { text: configureScript(own, context), executable: true },
  }),
  units: (own, context) =>
    hasRemotes(own)
      ? { services: { [configService]: configUnit(own, context), ...daemonUnits(own, context) } }
      : {},
  agents: (own, context) =>
    hasRemotes(own) ? { [configService]: configAgent(context), ...daemonAgents(own, context) } : {},
  assertions: ({ remotes }) =>
    Object.entries(remotes).flatMap(([name, { config, mounts }]) => [
      {
        assertion: config.type !== undefined,
        message: `programs.rclone.remotes.${name}.config has no type: say what kind of remote it is.`,
      },
      ...Object.entries(mounts).map(([folder, mount]) => ({
        assertion: !mount.enable || mount.mountPoint?.startsWith("/") === true,
        message: `programs.rclone.remotes.${name}.mounts.${JSON.stringify(folder)}.mountPoint is no absolute path: say where to mount it.`,
      })),
    ]),
});

const configUnit = ({ requiresUnit }: Rclone, context: Context) => ({
  Unit: {
    Description: "Put secrets into the settings of rclone",
    ...(requiresUnit !== null && { Requires: [requiresUnit], After: [requiresUnit] }),
  },
  Service: { Type: "oneshot", RemainAfterExit: true, ExecStart: scriptPath(context) },
  Install: { WantedBy: ["default.target"] },
});

/** FUSE's helper is set-uid, and on NixOS not among other programs. */
const searchPath =
  "/run/wrappers/bin:/run/current-system/sw/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const daemonUnits = (own: Rclone, context: Context) =>
  Object.fromEntries(
    daemonsOf(own, context).map(({ name, description, folder, words, atLogin, logLevel, notifies }) => [
      name,
      {
        Unit: {
          Description: description,
          Requires: [`${configService}.service`],
          After: [`${configService}.service`],
        },
        Service: {
          ...(notifies && { Type: "notify" }),
          Environment: [`PATH=${searchPath}`, ...(logLevel === null ? [] : [`RCLONE_LOG_LEVEL=${logLevel}`])],
          ...(folder !== null && { ExecStartPre: `mkdir -p ${folder}` }),
          ExecStart: words,
          Restart: "on-failure",
        },
        ...(atLogin && { Install: { WantedBy: ["default.target"] } }),
      },
    ]),
  );

const configAgent = (context: Context) => ({
  enable: true,
  config: { ProgramArguments: [scriptPath(context)], RunAtLoad: true },
});

/** Launchd knows no order: each daemon sees to the settings first. */
const daemonAgents = (own: Rclone, context: Context) =>
  Object.fromEntries(
    daemonsOf(own, context).map(({ name, folder, words, atLogin, logLevel }) => [
      name,
      {
        enable: true,
        config: {
          ProgramArguments: [
            "/bin/sh",
            "-c",
            `exec ${sidecar(context)}${folder === null ? "" : ` --mkdir ${folder}`} ${words}`,
          ],
          RunAtLoad: atLogin,
          KeepAlive: { Crashed: true, SuccessfulExit: false },
          ...(logLevel !== null && { EnvironmentVariables: { RCLONE_LOG_LEVEL: logLevel } }),
          StandardOutPath: `${context.config.home.homeDirectory}/Library/Logs/rclone/${name}.log`,
          StandardErrorPath: `${context.config.home.homeDirectory}/Library/Logs/rclone/${name}.log`,
        },
      },
    ]),
  );

/** Runs a command when the settings are there: `[--mkdir FOLDER] COMMAND`. */
const sidecar = (context: Context): string =>
  `${context.lib.script(
    "rclone-sidecar-wrapper",
    `#!/bin/sh
if [ "$1" = --mkdir ]; then
  mkdir -p "$2" || exit
  shift 2
fi
${quoteShell(scriptPath(context))} || exit
exec "$@"
`,
  )}`;
