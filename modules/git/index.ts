/** Git: `~/.config/git/{config,ignore,attributes}`, hooks, and the timetable of `git maintenance`. */
import { type Context, defineModule, mkDefault, mkIf, mkMerge } from "lares/module";
import { gitFiles } from "./files.ts";
import { maintenanceAgents, maintenanceServices, maintenanceTimers } from "./maintenance.ts";
import { options } from "./options.ts";

const enabled = ({ config }: Context) => config.programs.git.enable;

const maintainedOn =
  (os: Context["host"]["os"]) =>
  ({ config, host }: Context): boolean => {
    const { enable, maintenance } = config.programs.git;
    return enable && maintenance.enable && host.os === os;
  };

/** What the other options say, in Git's own words. Plain settings win over it. */
const settingsOfOptions = ({ config, lib }: Context) => {
  const { settings, signing, hooks, lfs, maintenance } = config.programs.git;
  return mkMerge([
    Array.isArray(settings) ? {} : (settings as object),
    signingSettings(signing),
    Object.keys(hooks).length > 0
      ? { core: { hooksPath: mkDefault(`${config.xdg.configHome}/git/hooks`) } }
      : {},
    maintenance.enable && maintenance.repositories.length > 0
      ? { maintenance: { repo: maintenance.repositories } }
      : {},
    lfs.enable ? { filter: { lfs: lfsFilter(lfs.package ? lib.program(lfs.package) : "git-lfs", lfs) } } : {},
  ]);
};

type Signing = Context["config"]["programs"]["git"]["signing"];

const signingSettings = ({ key, format, signByDefault, signer }: Signing) => ({
  ...(key !== null && { user: { signingKey: mkDefault(key) } }),
  ...(signByDefault !== null && {
    commit: { gpgSign: mkDefault(signByDefault) },
    tag: { gpgSign: mkDefault(signByDefault) },
  }),
  ...(format !== null && {
    gpg: { format: mkDefault(format), ...(signer !== null && { [format]: { program: mkDefault(signer) } }) },
  }),
});

const lfsFilter = (program: string, { skipSmudge }: { readonly skipSmudge: boolean }) => ({
  clean: `${program} clean -- %f`,
  process: `${program} filter-process${skipSmudge ? " --skip" : ""}`,
  smudge: `${program} smudge${skipSmudge ? " --skip" : ""} -- %f`,
  required: true,
});

const packages = ({ config: { programs } }: Context) => {
  const { package: git, lfs } = programs.git;
  return [git, lfs.enable ? lfs.package : null].filter((found) => found !== null);
};

const assertions = ({ config: { programs } }: Context) => {
  const { includes, maintenance, package: git } = programs.git;
  return [
    {
      assertion: includes.every(
        ({ path, contents }) => (path === null) !== (Object.keys(contents).length === 0),
      ),
      message: "Each of programs.git.includes needs either a `path` or `contents`, and not both.",
    },
    {
      assertion: !maintenance.enable || git !== null,
      message: "programs.git.maintenance runs Git by its package, so programs.git.package cannot be null.",
    },
  ];
};

export default defineModule({
  path: "programs.git",
  url: import.meta.url,
  options,
  config: {
    home: { packages: mkIf(enabled, packages) },
    xdg: { configFile: mkIf(enabled, gitFiles) },
    programs: { git: { iniContent: mkIf(enabled, settingsOfOptions as never) } },
    assertions: mkIf(enabled, assertions),
    systemd: {
      user: {
        services: mkIf(maintainedOn("linux"), maintenanceServices),
        timers: mkIf(maintainedOn("linux"), maintenanceTimers),
      },
    },
    launchd: { agents: mkIf(maintainedOn("darwin"), maintenanceAgents) },
  },
});
