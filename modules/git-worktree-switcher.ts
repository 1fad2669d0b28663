/** git-worktree-switcher: `wt`, to go from one worktree to another. */
import { defineProgram, programOptions, shellIntegrations, type TreeOf } from "lares/module";

const options = {
  ...programOptions("git-worktree-switcher, to go from one Git worktree to another", "git-worktree-switcher"),
  ...shellIntegrations("Bash", "Fish", "Zsh"),
};
export interface GitWorktreeSwitcherOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "git-worktree-switcher": GitWorktreeSwitcherOptions;
  }
}

export default defineProgram("programs.git-worktree-switcher", {
  url: import.meta.url,
  options,
  /** A package from the store says itself what its program is called. */
  shellInit: ({ package: switcher }, { lib }, shell) =>
    `${switcher?.outPath === undefined ? "wt" : lib.program(switcher)} init ${shell}`,
});
