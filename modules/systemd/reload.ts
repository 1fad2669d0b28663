/** What a switch does to units that are running: exactly what has changed, and a word about each. */
import type { Context } from "lares/module";

/**
 * Compares the units of the generations, stops what is gone, has systemd read the rest, restarts or reloads what has
 * changed while it runs (a target or a slice only groups what does), and starts what is newly wanted by a target that is
 * up. Where no generation follows, or one without units, all of them are gone: so the same commands undo it. Without a
 * running systemd (in a container, by ssh to a machine without lingering) units wait for the next login.
 */
export const reloadScript = ({ config }: Context): string => {
  const { startServices, servicesStartTimeoutMs, systemctlPath } = config.systemd.user;
  const folder = `home-files/${below(config.home.homeDirectory, config.xdg.configHome)}/systemd/user`;
  const limit = servicesStartTimeoutMs > 0 ? `timeout ${servicesStartTimeoutMs / 1000} ` : "";
  return `systemctl='${systemctlPath}'
limit='${limit}'
mode='${startServices === true ? "sd-switch" : startServices === false ? "none" : startServices}'
old="\${oldGenPath:-/nonexistent}/${folder}"
new="\${newGenPath:-/nonexistent}/${folder}"
${script}`;
};

/** For what systemd reads anew with its units, where there are none to compare. */
export const rereadScript = ({ config }: Context): string =>
  `systemctl='${config.systemd.user.systemctlPath}'
state="$("$systemctl" --user is-system-running 2>/dev/null || true)"
case "$state" in
  ${running}) run "$systemctl" --user daemon-reload ;;
esac
`;

/** systemctl(1), is-system-running: the states in which units can be asked for. */
const running = "running | degraded | starting | initializing";

const below = (home: string, path: string): string =>
  path.startsWith(`${home}/`) ? path.slice(home.length + 1) : path;

const script = `
units_in() {
  for unit in "$1"/*; do
    case "$unit" in
      *@.*) ;;
      *.service | *.socket | *.timer | *.path | *.mount | *.automount | *.target | *.slice)
        if [ -f "$unit" ]; then printf '%s\\n' "\${unit##*/}"; fi
        ;;
    esac
  done
}
is_active() { "$systemctl" --user --quiet is-active "$1"; }
refuses() { grep -qix "RefuseManual$2=\\(true\\|yes\\|on\\|1\\)" "$1"; }
act() {
  if [ "$mode" = suggest ]; then
    noteEcho "run: systemctl --user $*"
  else
    noteEcho "systemd: $*"
    run $limit"$systemctl" --user "$@" || warnEcho "systemd: $* failed; see: systemctl --user status $2"
  fi
}
without_reload_triggers() { grep -v '^X-Reload-Triggers=' "$1" || true; }
method_for() {
  method="$(sed -n 's/^X-SwitchMethod=//p' "$new/$1" | tail -n 1)"
  if [ -z "$method" ] && grep -qix 'X-RestartIfChanged=\\(false\\|no\\|off\\|0\\)' "$new/$1"; then method=keep-old; fi
  if [ -z "$method" ] && [ "$(without_reload_triggers "$old/$1")" = "$(without_reload_triggers "$new/$1")" ]; then method=reload; fi
  printf '%s' "\${method:-restart}"
}

state="$("$systemctl" --user is-system-running 2>/dev/null || true)"
case "$state" in
  ${running})
    if [ "$mode" != none ]; then
      for unit in $(units_in "$old"); do
        if [ ! -e "$new/$unit" ] && ! refuses "$old/$unit" Stop && is_active "$unit"; then act stop "$unit"; fi
      done
    fi
    run "$systemctl" --user daemon-reload
    if [ "$mode" != none ]; then
      for unit in $(units_in "$new"); do
        case "$unit" in *.target | *.slice) continue ;; esac
        if [ ! -e "$old/$unit" ] || cmp -s "$old/$unit" "$new/$unit" || ! is_active "$unit"; then continue; fi
        case "$(method_for "$unit")" in
          keep-old) verboseEcho "systemd: $unit has changed and goes on as it was" ;;
          reload) act reload "$unit" ;;
          stop-start) act stop "$unit"; act start "$unit" ;;
          *) if ! refuses "$new/$unit" Stop; then act restart "$unit"; fi ;;
        esac
      done
      for link in "$new"/*.wants/* "$new"/*.requires/*; do
        unit="\${link##*/}"
        folder="\${link%/*}"
        folder="\${folder##*/}"
        if [ ! -e "$link" ] || [ -e "$old/$folder/$unit" ] || refuses "$new/$unit" Start; then continue; fi
        if is_active "\${folder%.*}" && ! is_active "$unit"; then act start "$unit"; fi
      done
    fi
    ;;
  *) verboseEcho "the user's systemd is not running: units start with the next login" ;;
esac
`;
