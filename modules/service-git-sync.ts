/** git-sync keeps repositories in step with their remotes. */
import { defineProgram, option, programOptions, quoteShell, type TreeOf, t } from "lares/module";
import { binFolders } from "./session-services/unit.ts";

const repository = t.submodule({
  name: option(t.nullOr(t.str), {
    default: null,
    defaultText: "the repository's key",
    description: "The name of its service.",
  }),
  path: option(t.path, { description: "The folder of the working tree." }),
  uri: option(t.str, { description: "The remote, cloned where the folder is missing." }),
  interval: option(t.int, {
    default: 500,
    description: "After how many seconds it synchronises at the latest.",
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Packages that its hooks need.",
  }),
});

const options = {
  ...programOptions("git-sync", "git-sync"),
  repositories: option(t.attrsOf(repository), {
    default: {},
    description: "The repositories, by name.",
    example: { notes: { path: "/home/ada/notes", uri: "git+ssh://ada@example.com/notes.git" } },
  }),
};
export interface GitSyncOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly "git-sync": GitSyncOptions;
  }
}

export default defineProgram("services.git-sync", {
  url: import.meta.url,
  options,
  units: ({ package: gitSync, repositories }, { lib }) => ({
    services: Object.fromEntries(
      Object.entries(repositories).map(([key, one]) => [
        `git-sync-${one.name ?? key}`,
        {
          Unit: { Description: `Git Sync ${one.name ?? key}` },
          Service: {
            Environment: [
              ...[binFolders(lib, "openssh", "git", ...one.extraPackages)]
                .filter(Boolean)
                .map((path) => `PATH=${path}`),
              `GIT_SYNC_DIRECTORY=${quoteShell(one.path)}`,
              `GIT_SYNC_COMMAND=${lib.program(gitSync ?? "git-sync")}`,
              `GIT_SYNC_REPOSITORY=${quoteShell(one.uri)}`,
              `GIT_SYNC_INTERVAL=${one.interval}`,
            ],
            ExecStart: lib.program(gitSync ?? "git-sync-on-inotify", "git-sync-on-inotify"),
            Restart: "on-abort",
          },
          Install: { WantedBy: ["default.target"] },
        },
      ]),
    ),
  }),
  agents: ({ package: gitSync, repositories }, { lib }) =>
    Object.fromEntries(
      Object.entries(repositories).map(([key, one]) => [
        `git-sync-${one.name ?? key}`,
        {
          enable: true,
          config: {
            StartInterval: one.interval,
            ProcessType: "Background",
            WorkingDirectory: one.path,
            WatchPaths: [one.path],
            ProgramArguments: [lib.program(gitSync ?? "git-sync")],
          },
        },
      ]),
    ),
});
