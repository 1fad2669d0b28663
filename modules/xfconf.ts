/** xfconf: settings of Xfce and its programs. */
import {
  type Context,
  defineModule,
  isFloat,
  type Json,
  mkIf,
  option,
  quoteShellWords,
  sortedEntries,
  t,
} from "lares/module";

const xfconfOptions = {
  enable: option(t.bool, {
    default: true,
    description: "Whether a switch carries the settings over into xfconf.",
  }),
  settings: option(t.attrsOf(t.attrsOf(t.json)), {
    default: {},
    description:
      'Settings by channel and property: a truth value, a number, a text or a list of these; null resets one, as a property that is no longer here is reset. Where plain data cannot tell the type, `{ type: "uint", value: 5 }` does, with the types of xfconf-query(1).',
    example: {
      "xfce4-session": { "startup/ssh-agent/enabled": false },
      "xfce4-desktop": { "backdrop/screen0/monitorLVDS-1/workspace0/last-image": "/usr/share/sea.png" },
    },
  }),
};
type Tree = typeof xfconfOptions;
export interface XfconfOptions extends Tree {}
const options: XfconfOptions = xfconfOptions;

declare module "lares/module" {
  interface Options {
    readonly xfconf: XfconfOptions;
  }
}

interface Property {
  readonly channel: string;
  /** With the slash that it begins with. */
  readonly name: string;
  readonly value: Json;
}

const properties = ({ config }: Context): readonly Property[] =>
  sortedEntries(config.xfconf.settings).flatMap(([channel, settings]) =>
    sortedEntries(settings).map(([name, value]) => ({ channel, name: `/${name.replace(/^\//, "")}`, value })),
  );

const active = (context: Context): boolean => context.config.xfconf.enable && properties(context).length > 0;

/** xfconf-query(1): a list's elements say their types one by one, and a list of one must say that it is a list. */
const valueWords = (value: Json): readonly string[] | undefined => {
  if (!Array.isArray(value)) return scalarWords(value);
  const elements = (value as readonly Json[]).map(scalarWords);
  return elements.includes(undefined) ? undefined : ["-a", ...elements.flatMap((words) => words!)];
};

const scalarWords = (value: Json): readonly string[] | undefined => {
  if (typeof value === "boolean") return typeWords("bool", String(value));
  if (typeof value === "number") return typeWords(Number.isInteger(value) ? "int" : "double", String(value));
  if (typeof value === "string") return typeWords("string", value);
  if (isFloat(value)) return typeWords("double", String(value.value));
  if (typeof value !== "object" || value === null) return undefined;
  const { type, value: inner } = value as Readonly<Record<string, unknown>>;
  return typeof type === "string" && ["string", "number", "boolean"].includes(typeof inner)
    ? typeWords(type, String(inner))
    : undefined;
};

const typeWords = (type: string, text: string): readonly string[] => ["-t", type, "-s", text];

const command = ({ channel, name }: Property, words: readonly string[]): string =>
  `xfconf-query ${quoteShellWords(["-c", channel, "-p", name, ...words])}\n`;

/** What to set; and the commands that reset it, by which a later switch knows what was there. */
const generationFiles = (context: Context) => {
  const all = properties(context);
  const set = all.map((one) =>
    one.value === null ? reset(one) : command(one, ["-n", ...(valueWords(one.value) ?? [])]),
  );
  return {
    "state/xfconf/set": set.join(""),
    "state/xfconf/reset": all
      .filter(({ value }) => value !== null)
      .map(reset)
      .join(""),
  };
};

const reset = (property: Property): string => command(property, ["-r"]);

/**
 * Resets what is gone, all of it where no generation follows or one without settings, and sets what there is. xfconf writes
 * by way of D-Bus: without a session's bus it gets one of its own, for all commands together.
 */
const carryOver = `old="\${oldGenPath:-/nonexistent}/state/xfconf"
new="\${newGenPath:-/nonexistent}/state/xfconf"
if ! command -v xfconf-query >/dev/null; then
  warnEcho "xfconf-query is not installed: its settings are left as they are"
else
  session="dbus-run-session"
  if [ -n "\${DBUS_SESSION_BUS_ADDRESS:-}" ]; then session=""; fi
  commands="$(mktemp)"
  if [ -e "$old/reset" ]; then
    while IFS= read -r line; do
      if [ -e "$new/reset" ] && grep -qxF -e "$line" "$new/reset"; then continue; fi
      printf '%s\\n' "$line" >>"$commands"
    done <"$old/reset"
  fi
  if [ -e "$new/set" ]; then cat "$new/set" >>"$commands"; fi
  failed=0
  run $session sh -e "$commands" || failed=$?
  rm -f "$commands"
  [ "$failed" -eq 0 ]
fi
`;

const unsayable = (context: Context): readonly Property[] =>
  properties(context).filter(({ value }) => value !== null && valueWords(value) === undefined);

export default defineModule({
  path: "xfconf",
  url: import.meta.url,
  options,
  config: {
    home: {
      generationFiles: mkIf(active, generationFiles),
      activation: mkIf(active, {
        xfconfSettings: { after: ["installPackages"], run: carryOver, undo: carryOver },
      }),
    },
    assertions: (context) => [
      {
        assertion: !active(context) || context.host.os === "linux",
        message:
          'xfconf.settings is for Xfce, which macOS has not: define it under mkIf(({ host }) => host.os === "linux", …).',
      },
      ...unsayable(context).map(({ channel, name }) => ({
        assertion: false,
        message: `xfconf.settings.${JSON.stringify(channel)}.${JSON.stringify(name.slice(1))} has a value that xfconf has no type for: give it a truth value, a number, a text, { type, value } or a list of these.`,
      })),
    ],
  },
});
