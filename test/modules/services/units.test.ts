/** systemd's own opinion of the units of services, and of programs that have some. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Definitions, Module } from "lares/module";
import { describe, expect, onTestFinished, test } from "vitest";
import newsboat from "../../../modules/newsboat.ts";
import nh from "../../../modules/nh.ts";
import nix from "../../../modules/nix.ts";
import nixGc from "../../../modules/nix-gc.ts";
import opencode from "../../../modules/opencode/index.ts";
import rclone from "../../../modules/rclone/index.ts";
import waybar from "../../../modules/waybar.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { configurations } from "./configurations.ts";
import { modulesWith } from "./modules.ts";

/** What systemd says of the units of a home, and how many there are. */
const verified = (modules: readonly Module[], definitions: object) => {
  const home = writtenHome(modules, definitions as Definitions);
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const units = path.join(home, ".config/systemd/user");
  const files = fs.readdirSync(units).filter((name) => /\.(service|socket|timer|target)$/.test(name));
  const said = askAt(home, "sh", [
    "-c",
    `cd ${units} && XDG_RUNTIME_DIR=${home} SYSTEMD_UNIT_PATH="${units}:" systemd-analyze --user --man=no verify "$@" 2>&1 | grep -F ${units} || true`,
    "sh",
    ...files,
  ]);
  return { said, count: files.length };
};

describe.skipIf(!has("systemd-analyze"))("systemd finds nothing wrong (needs systemd-analyze)", () => {
  test("with the units of any service", async () => {
    const onLinux = Object.entries(configurations)
      .filter(([, { on }]) => on === undefined || on.includes("linux"))
      .map(([name, { on: _, ...settings }]) => [name, { enable: true, ...settings }] as const);
    const modules = await modulesWith(onLinux.map(([name]) => name));
    const { said, count } = verified(modules, { services: Object.fromEntries(onLinux) });
    expect(said).toBe("");
    expect(count).toBeGreaterThan(onLinux.length);
  });

  test("with those of programs", async () => {
    const timer = { enable: true };
    const { said, count } = verified(
      [newsboat, nh, nix, nixGc, opencode, rclone, waybar, ...(await modulesWith([]))],
      {
        programs: {
          newsboat: { enable: true, autoFetchArticles: timer, autoVacuum: timer },
          nh: { clean: { enable: true, dates: "Mon 03:00", extraArgs: "--keep 5" } },
          opencode: { enable: true, web: { enable: true, extraArgs: ["--port", "4096"] } },
          rclone: {
            enable: true,
            remotes: {
              box: {
                config: { type: "sftp" },
                mounts: { "a/b": { enable: true, mountPoint: "/mnt/a b", logLevel: "INFO" } },
                serve: { c: { enable: true, protocol: "http" } },
              },
            },
          },
          waybar: {
            enable: true,
            settings: [{ layer: "top" }],
            systemd: { enable: true, enableInspect: true },
          },
        },
      },
    );
    expect(said).toBe("");
    expect(count).toBeGreaterThan(9);
  });
});
