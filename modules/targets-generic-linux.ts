/** Homes on a Linux that knows nothing of their profile. */
import { defineProgram, option, removed, renamed, type TreeOf, t } from "lares/module";

const options = {
  enable: option(t.bool, {
    default: false,
    description:
      "Whether to tell the session where the profile's applications, icons and terminals' descriptions are, beside those of the system.",
  }),
  extraXdgDataDirs: renamed<readonly string[]>("xdg.systemDirs.data"),
  gpu: {
    enable: removed("drivers of the system are the system's own matter: Lares has no part that runs as root"),
  },
  nixGL: {
    packages: removed("programs use the system's own drivers"),
    defaultWrapper: removed("programs use the system's own drivers"),
  },
};
export interface GenericLinuxOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface TargetsOptions {
    readonly genericLinux: GenericLinuxOptions;
  }
  interface Options {
    readonly targets: TargetsOptions;
  }
}

export default defineProgram("targets.genericLinux", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  variables: (_, { config }) => ({
    XCURSOR_PATH: `$XCURSOR_PATH\${XCURSOR_PATH:+:}${config.home.profileDirectory}/share/icons:/usr/share/icons:/usr/share/pixmaps`,
    TERMINFO_DIRS: `${config.home.profileDirectory}/share/terminfo:$TERMINFO_DIRS\${TERMINFO_DIRS:+:}/etc/terminfo:/lib/terminfo:/usr/share/terminfo`,
  }),
  config: {
    xdg: {
      systemDirs: {
        data: ({ config }) => [
          `${config.home.profileDirectory}/share`,
          "/usr/share/ubuntu",
          "/usr/local/share",
          "/usr/share",
          "/var/lib/snapd/desktop",
        ],
      },
    },
    /** Terminals of the profile may be unknown to programs of the system until their descriptions are found. */
    home: { sessionVariablesExtra: 'export TERM="$TERM"\n' },
  },
});
