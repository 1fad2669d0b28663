/** Services, each with a rich configuration: its files, units and agents, whole. */
import * as fs from "node:fs";
import type { Definitions, Module } from "lares/module";
import { expect, test } from "vitest";
import borgmatic from "../../../modules/borgmatic.ts";
import dockerCli from "../../../modules/docker-cli.ts";
import emacs from "../../../modules/emacs.ts";
import gpg from "../../../modules/gpg/index.ts";
import launchd from "../../../modules/launchd/index.ts";
import mpd from "../../../modules/service-mpd.ts";
import sshAuthSock from "../../../modules/ssh-auth-sock.ts";
import systemd from "../../../modules/systemd/index.ts";
import wayland from "../../../modules/wayland.ts";
import { homeOf, textsOf } from "../home.ts";
import { configurations } from "./configurations.ts";

const folder = new URL("../../../modules/", import.meta.url);
const moduleNamed = async (name: string): Promise<Module> => {
  const file = [`service-${name}.ts`, `service-${name}/index.ts`].find((one) =>
    fs.existsSync(new URL(one, folder)),
  )!;
  return ((await import(new URL(file, folder).href)) as { readonly default: Module }).default;
};

test.for(Object.entries(configurations))("%s", async ([name, { on = ["linux" as const], ...settings }]) => {
  const module = await moduleNamed(name);
  for (const os of on) {
    const home = homeOf(
      [module, systemd, launchd, wayland, sshAuthSock, dockerCli, gpg, emacs, borgmatic, mpd],
      { services: { [name]: { enable: true, ...settings } } } as Definitions,
      { os, stubs: true },
    );
    const { packages, warnings } = home.description;
    const texts = Object.entries(textsOf(home)).map(([target, text]) => `\n===== ${target}\n${text}`);
    const heading = [...packages.map(({ name: one }) => one), ...warnings, ...home.failedAssertions];
    await expect(`${heading.join("\n")}\n${texts.join("")}`).toMatchFileSnapshot(
      `golden/${name}.${os}.golden`,
    );
  }
});
