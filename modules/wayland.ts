/** What services of a Wayland session start with. */
import { defineModule, option, t } from "lares/module";

const waylandOptions = {
  systemd: {
    target: option(t.str, {
      default: "graphical-session.target",
      description: "The target that services of a Wayland session belong to.",
      example: "sway-session.target",
    }),
  },
};
type Tree = typeof waylandOptions;
const options: Tree = waylandOptions;

declare module "lares/module" {
  /** Filled by the modules of compositors. */
  interface WaylandWindowManagerOptions {}
  interface WaylandOptions extends Tree {
    readonly windowManager: WaylandWindowManagerOptions;
  }
  interface Options {
    readonly wayland: WaylandOptions;
  }
}

export default defineModule({ path: "wayland", url: import.meta.url, options });
