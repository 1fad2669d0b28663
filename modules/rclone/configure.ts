/** The program that writes rclone's settings with what is secret in them. */
import { type Context, quoteShell, toIni } from "lares/module";
import type { Rclone } from "./index.ts";

export const scriptPath = ({ config }: Context): string => `${config.xdg.dataHome}/rclone/configure.sh`;

/** The settings get their place at once and in whole, for readers that do not wait. */
export const configureScript = (own: Rclone, { config, lib }: Context): string => {
  const rclone = lib.program(own.package ?? "rclone");
  const folder = quoteShell(`${config.xdg.configHome}/rclone`);
  return `#!/bin/sh
set -eu
umask 077
mkdir -p ${folder}
new=$(mktemp ${folder}/rclone.conf.XXXXXX)
trap 'rm -f "$new"' EXIT
cat > "$new" <<'RCLONE_CONF'
${toIni(settingsOf(own))}RCLONE_CONF
${secretLines(own, rclone).join("")}mv -f "$new" ${folder}/rclone.conf
trap - EXIT
`;
};

const settingsOf = ({ remotes }: Rclone) =>
  Object.fromEntries(Object.entries(remotes).map(([name, { config }]) => [name, config]));

/** rclone itself obscures those that it keeps so. */
const secretLines = ({ remotes }: Rclone, rclone: string): readonly string[] =>
  Object.entries(remotes).flatMap(([name, { secrets }]) =>
    Object.entries(secrets).map(
      ([key, file]) =>
        `${rclone} --config "$new" config update ${quoteShell(name)} config_refresh_token=false ${quoteShell(key)} "$(cat ${quoteShell(file)})" --non-interactive >/dev/null\n`,
    ),
  );
