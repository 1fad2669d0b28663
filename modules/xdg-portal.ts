/** Desktop portals: which implementation serves which desktop. `xdg-desktop-portal/NAME-portals.conf`. */
import { type Context, defineProgram, option, packageNamed, type TreeOf, t, toIni } from "lares/module";

const names = t.coercedTo(t.str, (name: string) => name.split(";").filter(Boolean), t.listOf(t.str));

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up desktop portals." }),
  extraPortals: option(t.listOf(t.package), {
    default: [],
    description: "Packages of portal implementations.",
    example: ["xdg-desktop-portal-gtk"],
  }),
  configPackages: option(t.listOf(t.package), {
    default: [],
    description: "Packages that say themselves which portals their desktop prefers.",
  }),
  config: option(t.attrsOf(t.attrsOf(names)), {
    default: {},
    description: "Implementations by interface, for each desktop; `common` is for all of them.",
    example: { common: { default: ["gtk"] }, sway: { default: ["wlr", "gtk"] } },
  }),
  xdgOpenUsePortal: option(t.bool, {
    default: false,
    description: "Whether xdg-open asks the portal, which asks the person.",
  }),
};
export interface PortalOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface XdgOptions {
    readonly portal: PortalOptions;
  }
}

export default defineProgram("xdg.portal", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: ({ extraPortals, configPackages }) => [
    packageNamed("xdg-desktop-portal"),
    ...extraPortals,
    ...configPackages,
  ],
  files: ({ config }) =>
    Object.fromEntries(
      Object.entries(config).map(([desktop, preferred]) => [
        `xdg-desktop-portal/${desktop === "common" ? "" : `${desktop}-`}portals.conf`,
        { text: toIni({ preferred }, { lists: { join: ";" } }) },
      ]),
    ),
  variables: (own, context) => ({
    ...portalVariables(context),
    NIXOS_XDG_OPEN_USE_PORTAL: own.xdgOpenUsePortal ? "1" : null,
  }),
  config: { systemd: { user: { sessionVariables: portalVariables } } },
  assertions: ({ extraPortals, config, configPackages }) => [
    {
      assertion: extraPortals.length > 0,
      message: "xdg.portal.extraPortals is empty: without an implementation the portal does nothing.",
    },
    {
      assertion: Object.keys(config).length > 0 || configPackages.length > 0,
      message:
        "xdg.portal.config and xdg.portal.configPackages are empty, so no implementation is chosen: say which in xdg.portal.config.common.default.",
    },
  ],
});

/** Where portals of the profile are found, beside the system's. */
function portalVariables({ config }: Context): Readonly<Record<string, string>> {
  return { NIX_XDG_DESKTOP_PORTAL_DIR: `${config.home.profileDirectory}/share/xdg-desktop-portal/portals` };
}
