/** Services' modules by their names, with those that they need. */
import * as fs from "node:fs";
import type { Module } from "lares/module";
import borgmatic from "../../../modules/borgmatic.ts";
import dbus from "../../../modules/dbus.ts";
import dockerCli from "../../../modules/docker-cli.ts";
import emacs from "../../../modules/emacs.ts";
import gpg from "../../../modules/gpg/index.ts";
import launchd from "../../../modules/launchd/index.ts";
import mpd from "../../../modules/service-mpd.ts";
import sshAuthSock from "../../../modules/ssh-auth-sock.ts";
import systemd from "../../../modules/systemd/index.ts";
import wayland from "../../../modules/wayland.ts";

const folder = new URL("../../../modules/", import.meta.url);

const moduleNamed = async (name: string): Promise<Module> => {
  const file = [`service-${name}.ts`, `service-${name}/index.ts`].find((one) =>
    fs.existsSync(new URL(one, folder)),
  )!;
  return ((await import(new URL(file, folder).href)) as { readonly default: Module }).default;
};

export const modulesWith = async (names: readonly string[]): Promise<readonly Module[]> => [
  ...(await Promise.all(names.map(moduleNamed))),
  ...[systemd, launchd, wayland, dbus, sshAuthSock, dockerCli, gpg, emacs, borgmatic, mpd],
];
