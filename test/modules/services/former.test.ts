/** Options of services that were called otherwise once, and what they refuse. */
import type { Definitions, Module } from "lares/module";
import { expect, test } from "vitest";
import dbus from "../../../modules/dbus.ts";
import launchd from "../../../modules/launchd/index.ts";
import kanshi from "../../../modules/service-kanshi.ts";
import mako from "../../../modules/service-mako.ts";
import podman from "../../../modules/service-podman/index.ts";
import swayidle from "../../../modules/service-swayidle.ts";
import systemd from "../../../modules/systemd/index.ts";
import wayland from "../../../modules/wayland.ts";
import { homeOf, textsOf } from "../home.ts";

const homeWith = (module: Module, services: object) =>
  homeOf([module, systemd, wayland, launchd, dbus], { services } as Definitions, { stubs: true });

test("mako's settings by their former names are settings, and named in a warning each", () => {
  const home = homeWith(mako, { mako: { enable: true, backgroundColor: "#fff", defaultTimeout: 5 } });
  expect(textsOf(home)[".config/mako/config"]).toBe("background-color=#fff\ndefault-timeout=5\n");
  expect(home.description.warnings).toHaveLength(2);
});

test("mako's criteria have become settings that hold settings", () => {
  expect(homeWith(mako, { mako: { enable: true, criterias: {} } }).failedAssertions).toHaveLength(1);
});

test("swayidle's one target is a list of one", () => {
  const home = homeWith(swayidle, { swayidle: { enable: true, systemdTarget: "sway-session.target" } });
  expect(textsOf(home)[".config/systemd/user/swayidle.service"]).toContain("WantedBy=sway-session.target\n");
  expect(home.description.warnings).toHaveLength(1);
});

test("a quadlet keeps the name by which others know it", () => {
  const build = (tags: readonly string[]) =>
    homeWith(podman, {
      podman: {
        enable: true,
        builds: { site: { file: "/f", extraConfig: { Build: { ImageTag: tags } } } },
      },
    }).failedAssertions;
  expect(build(["localhost/other"])).toEqual([expect.stringContaining("homemanager/site")]);
  expect(build(["localhost/other", "homemanager/site"])).toEqual([]);
});

test("kanshi's aliases belong to no profile, and profiles without an order are deprecated", () => {
  const outputs = [{ criteria: "eDP-1", alias: "inner" }];
  expect(
    homeWith(kanshi, { kanshi: { enable: true, settings: [{ profile: { outputs } }] } }).failedAssertions,
  ).toEqual([expect.stringContaining("alias")]);
  const { description, failedAssertions } = homeWith(kanshi, {
    kanshi: { enable: true, profiles: { a: {} }, extraConfig: "include x" },
  });
  expect(description.warnings).toHaveLength(2);
  expect(failedAssertions).toEqual([]);
});
