/** The home's session variables for Nushell, and with them the folders of its programs: the beginning of `env.nu`. */
import { type Context, quoteNushell } from "lares/module";

/**
 * They are written for POSIX shells, so one is asked what it makes of them, once in a session. What each shell has of its
 * own stays Nushell's.
 */
export const sessionVariables = ({ config, lib }: Context): string =>
  lib.standIns
    ? ""
    : `if "__HM_SESS_VARS_SOURCED" not-in $env {
    ^/bin/sh -c '. "$1"; env -0' sh ${quoteNushell(`${config.home.profileDirectory}/etc/profile.d/hm-session-vars.sh`)}
    | split row (char nul)
    | parse --regex '(?s)^(?<name>[A-Za-z_][A-Za-z0-9_]*)=(?<value>.*)$'
    | where name not-in [_ PWD OLDPWD SHLVL]
    | reduce --fold {} {|found, all|
        let value = if $found.name == "PATH" { $found.value | split row (char esep) } else { $found.value }
        $all | upsert $found.name $value
    }
    | load-env
}
`;
