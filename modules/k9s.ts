/** K9s, Kubernetes clusters in the terminal: `k9s/`. */
import {
  applicationSupport,
  defineProgram,
  type FileSpecification,
  formats,
  type Json,
  option,
  programOptions,
  renamed,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

const yaml = (description: string, example?: unknown) =>
  formats.yaml.option({ description: `${description}, in YAML.`, ...(example !== undefined && { example }) });

const options = {
  ...programOptions("K9s, which shows Kubernetes clusters in the terminal", "k9s"),
  settings: yaml("Settings: `config.yaml`", { k9s: { refreshRate: 2 } }),
  skins: option(t.attrsOf(t.either(sourcePath, formats.yaml.type)), {
    default: {},
    description: "Skins by name: their settings, or paths of files.",
    example: { mine: { k9s: { body: { fgColor: "dodgerblue" } } } },
  }),
  views: yaml("Columns of views: `views.yaml`", { "v1/pods": { columns: ["AGE", "NAME", "STATUS"] } }),
  aliases: yaml("Short names of resources: `aliases.yaml`", { pp: "v1/pods" }),
  hotKeys: yaml("Keys that go to a view: `hotkeys.yaml`", {
    "shift-0": { shortCut: "Shift-0", description: "Viewing pods", command: "pods" },
  }),
  plugins: yaml("Commands of one's own: `plugins.yaml`", {
    logs: { shortCut: "Ctrl-L", scopes: ["po"], command: "kubectl", args: ["logs", "-f", "$NAME"] },
  }),
  hotkey: renamed<Readonly<Record<string, Json>>>("programs.k9s.hotKeys"),
  plugin: renamed<Readonly<Record<string, Json>>>("programs.k9s.plugins"),
  skin: renamed<Readonly<Record<string, Json>>>("programs.k9s.skins.skin"),
};
export interface K9sOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly k9s: K9sOptions;
  }
}

type Tree = Readonly<Record<string, Json>>;

export default defineProgram("programs.k9s", {
  url: import.meta.url,
  options,
  files: ({ settings, skins, views, aliases, hotKeys, plugins }, context) => {
    const at = (name: string) => applicationSupport(`k9s/${name}.yaml`, context);
    return {
      [at("config")]: formats.yaml.file(settings),
      [at("views")]: fileUnder("views", flatViews(views)),
      [at("aliases")]: fileUnder("aliases", aliases),
      [at("hotkeys")]: fileUnder("hotKeys", hotKeys),
      [at("plugins")]: fileUnder("plugins", plugins),
      ...Object.fromEntries(
        Object.entries(skins).map(([name, skin]) => [at(`skins/${name}`), formats.yaml.file(skin)]),
      ),
    };
  },
  warnings: ({ views }) => [
    nestedViews(views) !== undefined &&
      "programs.k9s.views has its views below k9s.views, as older versions of K9s wanted them: move them up.",
  ],
});

const fileUnder = (key: string, values: Tree): FileSpecification | undefined =>
  Object.keys(values).length > 0 ? formats.yaml.file({ [key]: values }) : undefined;

const nestedViews = ({ k9s }: Tree): Tree | undefined => (k9s as { views?: Tree } | undefined)?.views;

const flatViews = (views: Tree): Tree => {
  const nested = nestedViews(views);
  if (nested === undefined) return views;
  const { k9s, ...own } = views;
  return { ...nested, ...own };
};
