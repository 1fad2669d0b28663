/** Settings of Syncthing, told to it by its REST interface: `/rest/config/…` (docs.syncthing.net/rest). */
import { type ConfigOf, type Context, isEmptyValue, optionValues, quoteShell } from "lares/module";
import type { options } from "./options.ts";

export type Own = ConfigOf<typeof options>;
type Values = Readonly<Record<string, unknown>>;

const usualAddress = "127.0.0.1:8384";

/** Whether there is anything to tell. */
export const hasSettings = (own: Own): boolean =>
  own.guiAddress !== usualAddress ||
  own.guiCredentials !== null ||
  sections(own).length > 0 ||
  lists(own).length > 0;

/** Sections that are changed key by key. */
const sections = (own: Own): readonly (readonly [string, Values])[] => {
  const { devices: _d, folders: _f, ...rest } = values(own.settings);
  return Object.entries(rest)
    .map(([name, section]) => [name, known(values(section as object))] as const)
    .filter(([, section]) => !isEmptyValue(section));
};

/** A submodule's own options, and what else is in it. */
const values = (set: object): Values => ({ ...optionValues(set), ...set });

const known = (set: Values): Values =>
  Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null));

interface List {
  readonly name: "devices" | "folders";
  readonly key: "deviceID" | "id";
  readonly override: boolean;
  readonly items: readonly Values[];
}

const lists = (own: Own): readonly List[] =>
  [
    { name: "devices", key: "deviceID", override: own.overrideDevices, items: devices(own) } as const,
    { name: "folders", key: "id", override: own.overrideFolders, items: folders(own) } as const,
  ].filter(({ items }) => items.length > 0);

const devices = ({ settings }: Own): readonly Values[] =>
  Object.values(settings.devices).map((one) => {
    const { id, ...rest } = values(one as object);
    return known({ deviceID: id, ...rest });
  });

const folders = ({ settings }: Own): readonly Values[] =>
  Object.values(settings.folders)
    .filter(({ enable }) => enable)
    .map((one) => {
      const { enable: _e, devices: shared, ignorePatterns: _i, versioning, ...rest } = values(one as object);
      return known({
        ...rest,
        devices: (shared as readonly (string | Values)[]).map((device) =>
          sharedWith(device, settings.devices),
        ),
        versioning: versioning === null ? null : known(values(versioning as object)),
      });
    });

/** By the names that devices have here. */
const sharedWith = (device: string | Values, named: Own["settings"]["devices"]): Values => {
  const name = typeof device === "string" ? device : (device.name as string);
  const { name: _, ...rest } = typeof device === "string" ? ({} as Values) : device;
  return { deviceID: named[name]?.id ?? name, ...rest };
};

/**
 * A script that waits for Syncthing, changes what it has, and has it start again where it says that it must. Its key
 * is in its own configuration, wherever that lies on this system and in this version.
 */
export const configureScript = (own: Own, { lib }: Context): string => {
  const url = (path: string) => addressOf(own.guiAddress, path);
  const send = (method: string, path: string, json: unknown) =>
    `api -X ${method} -d ${quoteShell(JSON.stringify(json))} ${url(path)}`;
  return `#!/bin/sh
set -eu
umask 0077

if [ "$(uname)" = Darwin ]; then
  syncthing_config_dir="$HOME/Library/Application Support/Syncthing"
else
  syncthing_config_dir="\${XDG_CONFIG_HOME:-$HOME/.config}/syncthing"
fi
syncthing_dir="$syncthing_config_dir"
state_dir="\${XDG_STATE_HOME:-$HOME/.local/state}/syncthing"
[ -e "$state_dir/config.xml" ] && syncthing_dir="$state_dir"

api_key() { sed -n 's:.*<apikey>\\(.*\\)</apikey>.*:\\1:p' "$syncthing_dir/config.xml" 2>/dev/null; }
until [ -n "$(api_key)" ]; do sleep 1; done
api() {
  printf 'X-API-Key: %s\\n' "$(api_key)" |
    ${lib.program("curl")} --silent --show-error --fail --location --insecure -H @- --retry 1000 --retry-delay 1 --retry-all-errors "$@"
}

${[
  ...(own.guiAddress === usualAddress
    ? []
    : [send("PATCH", "/rest/config/gui", { address: own.guiAddress })]),
  ...(own.guiCredentials === null ? [] : [credentials(own.guiCredentials, url("/rest/config/gui"), lib)]),
  ...lists(own).flatMap((list) => listCommands(list, { url, send }, lib)),
  ...ignoreCommands(own, send),
  ...sections(own).map(([name, section]) => send("PATCH", `/rest/config/${name}`, section)),
].join("\n")}

if api ${url("/rest/config/restart-required")} | grep -q 'requiresRestart": *true'; then
  api -X POST ${url("/rest/system/restart")}
fi
`;
};

/** As curl takes it: behind a socket there is no host, but it wants to hear of one. */
const addressOf = (gui: string, path: string): string =>
  isSocketPath(gui)
    ? `--unix-socket ${quoteShell(gui)} ${quoteShell(`http://localhost${path}`)}`
    : quoteShell(`${gui}${path}`);

export const isSocketPath = (gui: string): boolean => gui.startsWith("/");

const credentials = (
  { username, passwordFile }: NonNullable<Own["guiCredentials"]>,
  url: string,
  lib: Context["lib"],
): string =>
  `${lib.program("jq")} -n --arg user ${quoteShell(username)} --rawfile password ${quoteShell(passwordFile)} '{ user: $user, password: ($password | rtrimstr("\\n")) }' >"$syncthing_dir/.credentials"
api -X PATCH -d @"$syncthing_dir/.credentials" ${url}
rm -f "$syncthing_dir/.credentials"`;

interface Sending {
  readonly url: (path: string) => string;
  readonly send: (method: string, path: string, json: unknown) => string;
}

const listCommands = (
  { name, key, override, items }: List,
  { url, send }: Sending,
  lib: Context["lib"],
): readonly string[] => [
  ...items.map((item) => listed(item, `/rest/config/${name}`, { url, send }, lib)),
  ...(override
    ? [
        `api ${url(`/rest/config/${name}`)} | ${lib.program("jq")} -r '.[].${key}' | while read -r id; do
  case "$id" in ${items.map((item) => quoteShell(String(item[key]))).join("|")}) ;; *) api -X DELETE ${url(`/rest/config/${name}/`)}"$id" ;; esac
done`,
      ]
    : []),
];

/** Passwords by which a device gets a folder encrypted are read from their files where the command runs. */
const listed = (item: Values, path: string, { url, send }: Sending, lib: Context["lib"]): string => {
  const shared = (item.devices ?? []) as readonly Values[];
  const files = shared.flatMap(({ encryptionPasswordFile: file }, index) =>
    typeof file === "string" ? [{ file, index }] : [],
  );
  if (files.length === 0) return send("POST", path, item);
  const plain = { ...item, devices: shared.map(({ encryptionPasswordFile: _, ...device }) => device) };
  const read = files.map(({ file, index }) => `--rawfile password${index} ${quoteShell(file)}`).join(" ");
  const put = files
    .map(({ index }) => `.devices[${index}].encryptionPassword = ($password${index} | rtrimstr("\\n"))`)
    .join(" | ");
  return `printf '%s' ${quoteShell(JSON.stringify(plain))} | ${lib.program("jq")} ${read} ${quoteShell(put)} >"$syncthing_dir/.folder"
api -X POST -d @"$syncthing_dir/.folder" ${url(path)}
rm -f "$syncthing_dir/.folder"`;
};

const ignoreCommands = (own: Own, send: Sending["send"]): readonly string[] =>
  Object.values(own.settings.folders)
    .filter(({ enable, ignorePatterns }) => enable && ignorePatterns !== null)
    .map(({ id, ignorePatterns }) =>
      send("POST", `/rest/db/ignores?folder=${id}`, { ignore: ignorePatterns }),
    );
