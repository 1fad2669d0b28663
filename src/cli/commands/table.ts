/** Every command by name: what the overview says of it, and where it is loaded from once it is called. */
import type { CommandModule } from "../command.ts";

export interface CommandEntry {
  readonly group: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

const entry = (group: string, summary: string, load: () => Promise<CommandModule>): CommandEntry => ({
  group,
  summary,
  load,
});

const everyDay = "Every day";
const packages = "Packages";
const lookBack = "Generations";
const understand = "Understand";
const setUp = "Set up and leave";

export const commands: Readonly<Record<string, CommandEntry>> = {
  switch: entry(everyDay, "make the home what the configuration says", () => import("./switch.ts")),
  plan: entry(everyDay, "show what switch would do", () => import("./plan.ts")),
  status: entry(everyDay, "show the generation, what drifted and what failed", () => import("./status.ts")),
  watch: entry(everyDay, "have every save live at once", () => import("./watch.ts")),
  live: entry(everyDay, "edit files of the home in place for a while", () => import("./live.ts")),
  adopt: entry(everyDay, "move files into the configuration and link them back", () => import("./adopt.ts")),
  add: entry(
    packages,
    "install packages: into the configuration, locked, switched",
    () => import("./add.ts"),
  ),
  remove: entry(packages, "take packages out again", () => import("./remove.ts")),
  list: entry(packages, "show what is installed, its size and why", () => import("./list.ts")),
  search: entry(packages, "look for packages", () => import("./search.ts")),
  shell: entry(packages, "start a shell or command that has packages", () => import("./shell.ts")),
  run: entry(packages, "run a package's program without installing it", () => import("./run.ts")),
  why: entry(packages, "say which option or module brings a package", () => import("./why.ts")),
  update: entry(packages, "lock the newest versions of packages", () => import("./update.ts")),
  vendor: entry(
    packages,
    "download all that the lock names, to install without a network",
    () => import("./vendor.ts"),
  ),
  edit: entry(everyDay, "edit what a file is made from, then switch", () => import("./edit.ts")),
  generations: entry(lookBack, "list the generations", () => import("./generations.ts")),
  rollback: entry(lookBack, "go back to an earlier generation", () => import("./rollback.ts")),
  backups: entry(
    lookBack,
    "list, restore or remove the files that a switch replaced",
    () => import("./backups.ts"),
  ),
  gc: entry(lookBack, "remove old generations and what only they need", () => import("./gc.ts")),
  ui: entry(everyDay, "open the dashboard (as lares alone does in a terminal)", () => import("./ui.ts")),
  option: entry(understand, "show an option: value, type, docs and who set it", () => import("./option.ts")),
  doctor: entry(understand, "look for what is wrong and say how to mend it", () => import("./doctor.ts")),
  "why-alive": entry(
    understand,
    "say what keeps an object of the store alive",
    () => import("./why-alive.ts"),
  ),
  store: entry(understand, "verify, repair, collect and look into the store", () => import("./store.ts")),
  cache: entry(
    understand,
    "push to, pull from, look into and serve binary caches",
    () => import("./cache.ts"),
  ),
  init: entry(setUp, "write a first home.config.ts", () => import("./init.ts")),
  build: entry(setUp, "build a generation without activating it", () => import("./build.ts")),
  log: entry(understand, "print what a build printed", () => import("./log.ts")),
  shellenv: entry(
    setUp,
    "print what puts the home on PATH, for a shell's start-up file",
    () => import("./shellenv.ts"),
  ),
  completion: entry(setUp, "print the completion script of a shell", () => import("./completion.ts")),
  eject: entry(setUp, "leave plain files behind and remove Lares", () => import("./eject.ts")),
  uninstall: entry(setUp, "remove everything that Lares made", () => import("./uninstall.ts")),
  help: entry(understand, "explain a command", () => import("./help.ts")),
};

export const aliases: Readonly<Record<string, string>> = { diff: "plan" };

/** The flags of src/cli/command.ts `evaluating`, as they are typed before a command. */
export const evaluatingFlags: readonly string[] = ["--config", "--host", "--os"];
