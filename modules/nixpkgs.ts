/** How Nixpkgs is configured where Nix is used beside Lares: `nixpkgs/config.nix`. */
import { defineModule, mkIf, type NixValue, option, removed, t, toNix } from "lares/module";

const nixpkgsOptions = {
  config: option(t.nullOr(t.jsonObject), {
    default: null,
    description: "The configuration that `nix-env`, `nix-shell` and others read.",
    example: { allowUnfree: true },
  }),
  overlays: removed(
    "an overlay is Nix code: keep it in a file, and put it at nixpkgs/overlays by xdg.configFile",
  ),
};
type Tree = typeof nixpkgsOptions;
export interface NixpkgsOptions extends Tree {}
const options: NixpkgsOptions = nixpkgsOptions;

declare module "lares/module" {
  interface Options {
    readonly nixpkgs: NixpkgsOptions;
  }
}

export default defineModule({
  path: "nixpkgs",
  url: import.meta.url,
  options,
  config: {
    xdg: {
      configFile: mkIf(
        ({ config }) => config.nixpkgs.config !== null,
        ({ config }) => ({
          "nixpkgs/config.nix": { text: `${toNix(config.nixpkgs.config as NixValue)}\n` },
        }),
      ),
    },
  },
});
