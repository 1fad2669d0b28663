/** borgmatic drives BorgBackup: a file in `borgmatic.d` for each backup. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  formats,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
  toYaml,
} from "lares/module";

const extraConfig = (what: string) => formats.yaml.option({ description: `Further keys about ${what}.` });

const keep = (span: string) =>
  option(t.nullOr(t.int), { default: null, description: `How many ${span} archives are kept.`, example: 3 });

const check = t.submodule({
  name: option(t.enum("repository", "archives", "data", "extract"), {
    description: "What is checked.",
    example: "repository",
  }),
  frequency: option(t.nullOr(t.strMatching(/^([0-9]+ .*|always)$/)), {
    default: null,
    description: "How often; null with every run.",
    example: "2 weeks",
  }),
});

const repository = t.coercedTo(
  t.str,
  (path: string) => ({ path }),
  t.submodule({
    path: option(t.str, { description: "Where it is.", example: "ssh://me@example.org/./repo" }),
    label: option(t.nullOr(t.str), { default: null, description: "What it is called." }),
  }),
);

const backup = t.submodule({
  location: {
    sourceDirectories: option(t.nullOr(t.listOf(t.str)), {
      default: null,
      description: "Folders that are backed up; either these or `patterns`.",
    }),
    patterns: option(t.nullOr(t.listOf(t.str)), {
      default: null,
      description: "What is backed up as patterns of Borg.",
      example: ["R /home/user", "- home/user/.cache"],
    }),
    repositories: option(t.listOf(repository), {
      description: "The repositories, as paths or `{ path, label }`.",
    }),
    excludeHomeManagerSymlinks: option(t.bool, {
      default: false,
      description: "Whether the files that Lares puts into the home are left out.",
    }),
    extraConfig: extraConfig("what is backed up"),
  },
  storage: {
    encryptionPasscommand: option(t.nullOr(t.str), {
      default: null,
      description: "The command that prints the passphrase.",
      example: "pass borg-repo",
    }),
    extraConfig: extraConfig("repositories"),
  },
  retention: {
    keepWithin: option(t.nullOr(t.strMatching(/^[0-9]+[Hdwmy]$/)), {
      default: null,
      description: "The time within which every archive is kept.",
      example: "2d",
    }),
    keepSecondly: keep("secondly"),
    keepMinutely: keep("minutely"),
    keepHourly: keep("hourly"),
    keepDaily: keep("daily"),
    keepWeekly: keep("weekly"),
    keepMonthly: keep("monthly"),
    keepYearly: keep("yearly"),
    extraConfig: extraConfig("what is kept"),
  },
  consistency: {
    checks: option(t.listOf(check), { default: [], description: "Checks of the repositories." }),
    extraConfig: extraConfig("checks"),
  },
  output: { extraConfig: extraConfig("what it prints") },
  hooks: { extraConfig: extraConfig("commands before and after") },
});

const options = {
  ...programOptions("borgmatic, backups by Borg", packageNamed("borgmatic")),
  backups: option(t.attrsOf(backup), {
    default: {},
    description: "Backups, by name.",
    example: { personal: { location: { sourceDirectories: ["/home/me"], repositories: ["/mnt/disk"] } } },
  }),
};
export interface BorgmaticOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly borgmatic: BorgmaticOptions;
  }
}

type Own = ConfigOf<typeof options>;
type Backup = Own["backups"][string];
type Values = Readonly<Record<string, unknown>>;

const settingsOf = (one: Backup, exclusions: string): Values => {
  const { location, storage, retention, consistency } = one;
  const more = location.extraConfig as Values;
  return known({
    source_directories: location.sourceDirectories,
    patterns: location.patterns,
    repositories: location.repositories.map(({ path, label }) => known({ path, label })),
    ...more,
    ...(location.excludeHomeManagerSymlinks && {
      exclude_from: [...((more.exclude_from as readonly string[] | undefined) ?? []), exclusions],
    }),
    encryption_passcommand: storage.encryptionPasscommand,
    ...(storage.extraConfig as Values),
    keep_within: retention.keepWithin,
    keep_secondly: retention.keepSecondly,
    keep_minutely: retention.keepMinutely,
    keep_hourly: retention.keepHourly,
    keep_daily: retention.keepDaily,
    keep_weekly: retention.keepWeekly,
    keep_monthly: retention.keepMonthly,
    keep_yearly: retention.keepYearly,
    ...(retention.extraConfig as Values),
    checks:
      consistency.checks.length === 0
        ? null
        : consistency.checks.map(({ name, frequency }) => known({ name, frequency })),
    ...(consistency.extraConfig as Values),
    ...(one.output.extraConfig as Values),
    ...(one.hooks.extraConfig as Values),
  });
};

const known = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

const exclusionsFile = "borgmatic/managed-files.txt";

/** Computed once all files of the home are known. */
const managedFiles = ({ config }: Context): string =>
  Object.values(config.home.file)
    .filter(({ enable }) => enable)
    .map(({ target }) => `${config.home.homeDirectory}/${target}\n`)
    .sort()
    .join("");

const oneOf = (name: string, { location }: Backup) => {
  const count = [location.sourceDirectories, location.patterns].filter((one) => one !== null).length;
  return {
    assertion: count === 1,
    message: `programs.borgmatic.backups.${JSON.stringify(name)}.location says ${count === 0 ? "not" : "twice"} what is backed up: set either sourceDirectories or patterns.`,
  };
};

export default defineProgram("programs.borgmatic", {
  url: import.meta.url,
  options,
  assertions: ({ backups }) => Object.entries(backups).map(([name, one]) => oneOf(name, one)),
  files: ({ backups }, { config }) => ({
    ...Object.fromEntries(
      Object.entries(backups).map(([name, one]) => [
        `borgmatic.d/${name}.yaml`,
        { text: toYaml(settingsOf(one, `${config.xdg.dataHome}/${exclusionsFile}`) as never) },
      ]),
    ),
    [`data:${exclusionsFile}`]: Object.values(backups).some(
      ({ location }) => location.excludeHomeManagerSymlinks,
    ) && { text: managedFiles as never },
  }),
});
