/** dunst shows notifications: `dunst/dunstrc`. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  type Scalar,
  sourcePath,
  type TreeOf,
  t,
  toIni,
  yesNoValue,
} from "lares/module";
import { graphicalSession, sessionUnit } from "./session-services/unit.ts";

const iconTheme = t.submodule({
  package: option(t.package, { description: "The package of the icons.", example: "adwaita-icon-theme" }),
  name: option(t.str, { description: "The theme's name.", example: "Adwaita" }),
  size: option(t.str, {
    default: "32x32",
    description: "The folder of icons of one size in it.",
    example: "16x16",
  }),
});

const section = t.attrsOf(t.oneOf(t.str, t.bool, t.numeral, t.listOf(t.str)));

const options = {
  ...programOptions("dunst, notifications", packageNamed("dunst")),
  configFile: option(t.nullOr(t.oneOf(sourcePath, t.str)), {
    default: null,
    description: "Another file that dunst is to read instead of the one made of these options.",
  }),
  iconTheme: option(iconTheme, {
    default: () => ({ package: packageNamed("hicolor-icon-theme"), name: "hicolor", size: "32x32" }),
    description: "The icons of notifications.",
  }),
  waylandDisplay: option(t.str, {
    default: "",
    description: "The display of Wayland to show notifications on, where the session does not say.",
  }),
  settings: option(t.dagOf(section), {
    default: {},
    description:
      "Sections with their keys. Rules are looked at in the order of the file: `{ after, before, data }` says where a section stands.",
    example: { global: { font: "Droid Sans 9", origin: "top-right" }, urgency_normal: { timeout: 10 } },
  }),
};
export interface DunstOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly dunst: DunstOptions;
  }
}

type Own = ConfigOf<typeof options>;

const textOf = (own: Own, context: Context): string => {
  const icons = { icon_path: iconPath(own.iconTheme, context) };
  const { global, ...others } = own.settings;
  const settings = {
    global: { after: [], before: [], ...global, data: { ...icons, ...global?.data } },
    ...others,
  };
  return t
    .inOrder(settings)
    .map(([name, keys]) => toIni({ [name]: keys } as never, { value: valueText, section: (text) => text }))
    .join("\n");
};

const valueText = (value: Scalar): string => (typeof value === "string" ? `"${value}"` : yesNoValue(value));

/** dunst looks for icons in these folders alone; what a theme lacks is taken from hicolor. */
const iconPath = (theme: Own["iconTheme"], { config, lib }: Context): string => {
  const hicolor = packageNamed("hicolor-icon-theme");
  const isHicolor = theme.name === "hicolor";
  // A default inside a submodule's default is only a name yet.
  const own = theme.package.outPath === undefined ? lib.package(theme.package.name) : theme.package;
  const packages = isHicolor ? [own] : [own, lib.package(hicolor.name)];
  const folders = [
    "/run/current-system/sw",
    config.home.profileDirectory,
    ...packages.flatMap(({ outPath }) => (outPath === undefined ? [] : [outPath])),
    ...(packages.some(({ outPath }) => outPath === undefined) ? ["/usr"] : []),
  ];
  const names = isHicolor ? [theme.name] : [theme.name, "hicolor"];
  return names
    .flatMap((name) => folders.map((folder) => `${folder}/share/icons/${name}/${theme.size}`))
    .flatMap((folder) => iconCategories.map((category) => `${folder}/${category}`))
    .join(":");
};

const iconCategories = [
  "actions",
  "animations",
  "apps",
  "categories",
  "devices",
  "emblems",
  "emotes",
  "filesystem",
  "intl",
  "legacy",
  "mimetypes",
  "places",
  "status",
  "stock",
];

export default defineProgram("services.dunst", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: (own, context) => ({
    "dunst/dunstrc": { text: textOf(own, context) },
    "data:dbus-1/services/org.knopwob.dunst.service": {
      text: `[D-BUS Service]
Name=org.freedesktop.Notifications
Exec=${context.lib.program(own.package ?? "dunst")}
SystemdService=dunst.service
`,
    },
  }),
  units: (own, context) => ({
    services: {
      dunst: {
        Unit: sessionUnit("Dunst notification daemon", graphicalSession, {
          "X-Reload-Triggers": [`${context.lib.text("hm_dunstdunstrc", textOf(own, context))}`],
        }),
        Service: {
          Type: "dbus",
          BusName: "org.freedesktop.Notifications",
          ExecStart: [
            context.lib.program(own.package ?? "dunst"),
            ...(own.configFile === null ? [] : ["-config", own.configFile]),
          ].join(" "),
          ExecReload: `${context.lib.program(own.package ?? "dunst", "dunstctl")} reload`,
          Environment: own.waylandDisplay === "" ? "" : `WAYLAND_DISPLAY=${own.waylandDisplay}`,
        },
      },
    },
  }),
});
