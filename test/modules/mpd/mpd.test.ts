/** mpd's configuration, and what mpd says to it. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import launchd from "../../../modules/launchd/index.ts";
import mpd from "../../../modules/service-mpd.ts";
import systemd from "../../../modules/systemd/index.ts";
import { has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [mpd, systemd, launchd];

const of = (own: object): Definitions =>
  ({
    home: {
      file: {
        "mpd.conf": {
          text: ({ config }: { config: { services: { mpd: { generatedConfig: string } } } }) =>
            config.services.mpd.generatedConfig,
        },
      },
    },
    services: { mpd: { enable: true, musicDirectory: "/srv/music", ...own } },
  }) as Definitions;

test("its configuration", async () => {
  const own = {
    network: { listenAddress: "10.0.0.1", port: 6601 },
    extraConfig: 'audio_output {\n  type "null"\n  name "out"\n}',
  };
  await expect(textsOf(homeOf(modules, of(own)))["mpd.conf"]).toMatchFileSnapshot("golden/mpd.conf.golden");
});

test.skipIf(!has("mpd"))("mpd reads its configuration (needs mpd)", () => {
  const said = (extraConfig: string): string => {
    const home = writtenHome(modules, of({ extraConfig }));
    const { stderr } = spawnSync("mpd", ["--kill", path.join(home, "mpd.conf")], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: home },
    });
    return stderr;
  };
  expect(said('pid_file "~/none"')).toMatch(/pid_file|No such file/);
  expect(said("nonsense")).toMatch(/nonsense|line \d/);
});
