/** The user's systemd: units, `environment.d`, `user.conf`, tmpfiles. */
import {
  type Context,
  defineModule,
  type FileSpecification,
  mkIf,
  optionValues,
  quoteShell,
  type SystemdSection,
  sortedEntries,
  toSystemdUnit,
} from "lares/module";
import { options } from "./options.ts";
import { reloadScript, rereadScript } from "./reload.ts";
import { hasUnitFiles, hasUnits, unitFiles } from "./units.ts";

const active = ({ config, host }: Context) => config.systemd.user.enable && host.os === "linux";

const files = (context: Context): Readonly<Record<string, FileSpecification>> => {
  const { sessionVariables, tmpfiles, settings } = context.config.systemd.user;
  const variables = sortedEntries(sessionVariables).map(([name, value]) => `${name}=${value}\n`);
  const userConf = managerText(settings);
  return {
    ...unitFiles(context),
    ...(variables.length > 0 && {
      "environment.d/10-home-manager.conf": {
        text: variables.join(""),
        ...(!hasUnits(context) && { onChange: rereadScript(context) }),
      },
    }),
    ...(userConf !== "" && { "systemd/user.conf": { text: userConf } }),
    ...(tmpfiles.rules.length > 0 && tmpfilesFiles(tmpfiles.rules, context)),
  };
};

type Settings = Context["config"]["systemd"]["user"]["settings"];

const managerText = (settings: Settings): string =>
  toSystemdUnit(
    Object.fromEntries(
      Object.entries(optionValues(settings)).map(([name, section]) => [
        name,
        managerSection(section as object),
      ]),
    ),
  );

/** An environment is written as assignments on one line. */
const managerSection = (section: object): SystemdSection =>
  Object.fromEntries(
    Object.entries(optionValues(section)).map(([key, value]) => [
      key,
      isEnvironment(value) ? assignments(value) : (value as SystemdSection[string]),
    ]),
  );

const isEnvironment = (value: unknown): value is Readonly<Record<string, string | null>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const assignments = (environment: Readonly<Record<string, string | null>>): string | null => {
  const words = sortedEntries(environment)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${quoteShell(value!)}`);
  return words.length === 0 ? null : words.join(" ");
};

/** systemd ships the units that carry out the rules; they are enabled by links. */
const tmpfilesFiles = (rules: readonly string[], { lib }: Context): Record<string, FileSpecification> => {
  const unit = (name: string) => ({ source: lib.file.mkOutOfStoreSymlink(`${systemUnits(lib)}/${name}`) });
  return {
    "user-tmpfiles.d/home-manager.conf": {
      text: rules.map((rule) => `${rule}\n`).join(""),
      onChange: tmpfilesScript(lib.program("systemd", "systemd-tmpfiles")),
    },
    "systemd/user/basic.target.wants/systemd-tmpfiles-setup.service": unit("systemd-tmpfiles-setup.service"),
    "systemd/user/timers.target.wants/systemd-tmpfiles-clean.timer": unit("systemd-tmpfiles-clean.timer"),
  };
};

/** What is already there is put right at once; a unit of systemd does it at each login. */
const tmpfilesScript = (program: string): string =>
  `if command -v '${program}' >/dev/null; then run '${program}' --user --create; fi\n`;

const systemUnits = (lib: Context["lib"]): string => {
  const { outPath } = lib.package("systemd");
  return outPath === undefined ? "/usr/lib/systemd/user" : `${outPath}/example/systemd/user`;
};

const xdgVariables = ({ config: { xdg } }: Context) => ({
  XDG_BIN_HOME: xdg.binHome,
  XDG_CACHE_HOME: xdg.cacheHome,
  XDG_CONFIG_HOME: xdg.configHome,
  XDG_DATA_HOME: xdg.dataHome,
  XDG_STATE_HOME: xdg.stateHome,
});

export default defineModule({
  path: "systemd",
  standing: true,
  url: import.meta.url,
  options,
  config: {
    xdg: { configFile: mkIf(active, files) },
    /** What the session has of the XDG directories, everything started by systemd has too. */
    systemd: { user: { sessionVariables: mkIf(({ config }) => config.xdg.enable, xdgVariables) } },
    home: {
      packages: mkIf(active, ({ config }) => config.systemd.user.packages),
      activation: mkIf((context) => active(context) && hasUnitFiles(context), {
        reloadSystemd: { after: ["linkGeneration"], run: reloadScript, undo: reloadScript },
      }),
    },
    assertions: mkIf(hasUnits, ({ host }) => [
      {
        assertion: host.os === "linux",
        message:
          'systemd.user has units, and macOS has no systemd: define them under mkIf(({ host }) => host.os === "linux", …), or use launchd.agents.',
      },
    ]),
  },
});
