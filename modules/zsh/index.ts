/** Zsh: `.zshenv`, `.zprofile`, `.zshrc`, `.zlogin`, `.zlogout`, and plugins. */
import {
  type Config,
  type Context,
  defineModule,
  leadingPathCode,
  mkDefault,
  mkIf,
  mkMerge,
  quoteShell,
  sortedEntries,
} from "lares/module";
import { vteCode } from "../bash/vte.ts";
import { dotDirectory, fileInDotDirectory, isHome, isRelative, needsShell } from "./dot-directory.ts";
import { entrance, zshenv } from "./environment.ts";
import { initParts } from "./init.ts";
import { options } from "./options.ts";
import { pluginFolderInHome } from "./plugins.ts";
import { preztoRuncom, zpreztorc } from "./prezto.ts";
import { paragraphs } from "./text.ts";

const enabled = ({ config }: Context) => config.programs.zsh.enable;

const tellsVte = (context: Context) => enabled(context) && context.config.programs.zsh.enableVteIntegration;

const files = (context: Context) => {
  const { config } = context;
  const { zsh } = config.programs;
  const texts: Record<string, string> = {
    ".zshenv": zshenv(context),
    ".zshrc": zsh.initContent,
    ".zprofile": withPrezto(config, "zprofile", paragraphs([leadingPath(context), zsh.profileExtra])),
    ".zlogin": withPrezto(config, "zlogin", zsh.loginExtra),
    ".zlogout": withPrezto(config, "zlogout", zsh.logoutExtra),
    ".zpreztorc": zsh.prezto.enable ? zpreztorc(context) : "",
  };
  const plugins = zsh.plugins.map(({ name, src }) => [
    fileInDotDirectory(config, `${pluginFolderInHome(config)}/${name}`),
    { source: src },
  ]);
  return {
    ...(isHome(config) ? {} : { ".zshenv": { text: entrance(config) } }),
    ...Object.fromEntries(
      Object.entries(texts)
        .filter(([, text]) => text !== "")
        .map(([name, text]) => [fileInDotDirectory(config, name), { text }]),
    ),
    ...Object.fromEntries(plugins),
  };
};

/** `.zshenv` comes before the system's `/etc/zprofile`. */
const leadingPath = ({ config, host, lib }: Context): string =>
  host.os === "darwin" && !lib.standIns ? leadingPathCode(config.home) : "";

const withPrezto = ({ programs: { zsh } }: Config, name: string, extra: string): string =>
  zsh.prezto.enable ? paragraphs([preztoRuncom(zsh.prezto.package, name), extra]) : extra;

/** The file in which zsh-abbr keeps abbreviations: commands of its own, which it runs when it starts. */
const abbreviations = ({ config }: Context) => {
  const { enable, abbreviations: own, globalAbbreviations: everywhere } = config.programs.zsh["zsh-abbr"];
  if (!enable || Object.keys({ ...own, ...everywhere }).length === 0) return {};
  const lines = [...sortedEntries(own).map(abbrLine("")), ...sortedEntries(everywhere).map(abbrLine(" -g"))];
  return { "zsh-abbr/user-abbreviations": { text: lines.join("") } };
};

const abbrLine =
  (flags: string) =>
  ([name, text]: readonly [string, string]): string =>
    `abbr${flags} ${quoteShell(name)}=${quoteShell(text)}\n`;

const homeAliases = ({ config }: Context) =>
  Object.fromEntries(
    Object.entries(config.home.shellAliases).map(([name, text]) => [name, mkDefault<string>(text)]),
  );

const packages = ({ config: { programs } }: Context) => {
  const { package: zsh, "oh-my-zsh": ohMyZsh, prezto } = programs.zsh;
  return [zsh, ...(ohMyZsh.enable ? [ohMyZsh.package] : []), ...(prezto.enable ? [prezto.package] : [])];
};

const siteFunctions = ({ config }: Context) =>
  Object.fromEntries(
    Object.entries(config.programs.zsh.siteFunctions).map(([name, body]) => [
      `share/zsh/site-functions/${name}`,
      body,
    ]),
  );

const assertions = ({ config: { programs } }: Context) => {
  const { dotDir, syntaxHighlighting, fastSyntaxHighlighting } = programs.zsh;
  return [
    {
      assertion: !(syntaxHighlighting.enable && fastSyntaxHighlighting.enable),
      message: "programs.zsh.syntaxHighlighting and programs.zsh.fastSyntaxHighlighting exclude each other.",
    },
    {
      assertion: !needsShell(dotDir),
      message: `programs.zsh.dotDir is ${JSON.stringify(dotDir)}, but files are put there before any shell could expand it: write an absolute path, by config.xdg.configHome for instance.`,
    },
  ];
};

const warnings = ({ config }: Context) =>
  isRelative(config.programs.zsh.dotDir)
    ? [
        `programs.zsh.dotDir is the relative path ${JSON.stringify(config.programs.zsh.dotDir)}: write the absolute one, ${dotDirectory(config)}.`,
      ]
    : [];

export default defineModule({
  path: "programs.zsh",
  url: import.meta.url,
  options,
  config: {
    home: {
      file: mkIf(enabled, files),
      packages: mkIf(enabled, packages),
      profileFiles: mkIf(enabled, siteFunctions),
    },
    xdg: { configFile: mkIf(enabled, abbreviations) },
    programs: {
      zsh: {
        shellAliases: mkIf(enabled, homeAliases),
        initContent: mkMerge([mkIf(enabled, initParts), mkIf(tellsVte, vteCode)]),
      },
    },
    assertions: mkIf(enabled, assertions),
    warnings: mkIf(enabled, warnings),
  },
});
