/** dconf: settings of GNOME and of programs that use its library. */
import {
  type Context,
  defineModule,
  type GvariantValue,
  mkIf,
  option,
  sortedEntries,
  t,
  toDconf,
} from "lares/module";

const settings = t.attrsOf(t.attrsOf(t.json));

const dconfOptions = {
  enable: option(t.bool, {
    default: ({ host }) => host.os === "linux",
    defaultText: "true on Linux",
    description: "Whether a switch carries the settings over into dconf.",
  }),
  settings: option(settings, {
    default: {},
    description:
      "Settings by directory and key. A key that is no longer here is reset. Where plain data cannot tell the type, `gvariant` of `lares/module` does.",
    example: { "org/gnome/calculator": { "button-mode": "programming", base: 10 } },
  }),
  databases: option(t.attrsOf(settings), {
    default: {},
    description: "Settings of other databases than the user's own, by the database's name.",
  }),
};
type Tree = typeof dconfOptions;
export interface DconfOptions extends Tree {}
const options: DconfOptions = dconfOptions;

declare module "lares/module" {
  interface Options {
    readonly dconf: DconfOptions;
  }
}

type Settings = Context["config"]["dconf"]["settings"];

/** The databases that have settings, by name; the user's own is called `user`, as dconf calls it. */
const databases = ({ config: { dconf } }: Context): readonly (readonly [string, Settings])[] =>
  [["user", dconf.settings] as const, ...sortedEntries(dconf.databases)].filter(
    ([, settings]) => Object.keys(settings).length > 0,
  );

const active = (context: Context): boolean => context.config.dconf.enable && databases(context).length > 0;

/** What a later switch compares with: what to load, and the keys that are there. */
const generationFiles = (context: Context) =>
  Object.fromEntries(
    databases(context).flatMap(([name, settings]) => [
      [
        `state/dconf/${name}.ini`,
        toDconf(settings as Readonly<Record<string, Record<string, GvariantValue>>>),
      ],
      [`state/dconf/${name}.keys`, keysOf(settings)],
    ]),
  );

const keysOf = (settings: Settings): string =>
  sortedEntries(settings)
    .flatMap(([directory, keys]) => {
      const inner = directory.replace(/^\/|\/$/g, "");
      return Object.keys(keys)
        .sort()
        .map((key) => `${inner === "" ? "" : `/${inner}`}/${key}\n`);
    })
    .join("");

/**
 * For every database of either generation: resets the keys that are gone, and loads what there is. Where no generation
 * follows, or one without settings, all keys are gone. dconf writes by way of D-Bus: without a session's bus it gets one
 * of its own.
 */
const carryOver = `old="\${oldGenPath:-/nonexistent}/state/dconf"
new="\${newGenPath:-/nonexistent}/state/dconf"
database_of() { name="\${1##*/}"; printf '%s' "\${name%.*}"; }
# Runs dconf for the database $1; another than the user's own is reached through a profile.
dconf_of() {
  database="$1"
  shift
  if [ "$database" = user ]; then run $session dconf "$@"; return; fi
  profile="$(mktemp)"
  printf 'user-db:%s\\n' "$database" >"$profile"
  failed=0
  (export DCONF_PROFILE="$profile"; run $session dconf "$@") || failed=$?
  rm -f "$profile"
  return "$failed"
}
if ! command -v dconf >/dev/null; then
  warnEcho "dconf is not installed: its settings are left as they are"
else
  session="dbus-run-session"
  if [ -n "\${DBUS_SESSION_BUS_ADDRESS:-}" ]; then session=""; fi
  for keys in "$old"/*.keys; do
    [ -e "$keys" ] || continue
    database="$(database_of "$keys")"
    while IFS= read -r key; do
      if [ -e "$new/$database.keys" ] && grep -qxF -e "$key" "$new/$database.keys"; then continue; fi
      dconf_of "$database" reset "$key" </dev/null
    done <"$keys"
  done
  for settings in "$new"/*.ini; do
    [ ! -e "$settings" ] || dconf_of "$(database_of "$settings")" load / <"$settings"
  done
fi
`;

export default defineModule({
  path: "dconf",
  url: import.meta.url,
  options,
  config: {
    home: {
      generationFiles: mkIf(active, generationFiles),
      activation: mkIf(active, {
        dconfSettings: { after: ["installPackages"], run: carryOver, undo: carryOver },
      }),
    },
  },
});
