/** What every activation step begins with: the few functions that Home Manager's documentation promises. */

/**
 * Home Manager documents that VERBOSE and DRY_RUN are unset when they do not apply (scripts ask `[[ -v DRY_RUN ]]`), that
 * `run` takes --quiet and --silence, and that `_i` and its kin take a printf format.
 */
export const stepPrelude = `set -eu
[ -n "$VERBOSE" ] || unset VERBOSE
[ -n "$DRY_RUN" ] || unset DRY_RUN
[ -n "$oldGenPath" ] || unset oldGenPath oldGenNum
_i() { _lares_format="$1"; shift; printf "$_lares_format\\n" "$@"; }
_iNote() { _i "$@"; }
_iWarn() { _i "$@" >&2; }
_iError() { _i "$@" >&2; }
_iVerbose() { if [ "\${VERBOSE+set}" ]; then _i "$@"; fi; }
noteEcho() { printf '%s\\n' "$*"; }
warnEcho() { printf '%s\\n' "$*" >&2; }
errorEcho() { printf '%s\\n' "$*" >&2; }
verboseEcho() { if [ "\${VERBOSE+set}" ]; then printf '%s\\n' "$*"; fi; }
run() {
  _lares_quiet=
  case "\${1-}" in
    --quiet|--silence) _lares_quiet="$1"; shift ;;
  esac
  if [ "\${DRY_RUN+set}" ]; then printf '%s\\n' "$*"; return 0; fi
  verboseEcho "$@"
  case "$_lares_quiet" in
    --quiet) "$@" >/dev/null ;;
    --silence) "$@" >/dev/null 2>&1 ;;
    *) "$@" ;;
  esac
}`;
