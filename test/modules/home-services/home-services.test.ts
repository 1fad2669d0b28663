import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { type Definitions, packageNamed } from "lares/module";
import { expect, test } from "vitest";
import services from "../../../modules/home-services.ts";
import launchd from "../../../modules/launchd/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { has, homeOf, textsOf } from "../home.ts";

const definitions: Definitions = {
  home: {
    services: {
      notes: {
        description: "Keeps notes",
        process: {
          argv: ["/usr/bin/notes", "--title", 'a "b" $c 50%', "tab\there"],
          environment: { LANG: "C", FORMAT: "%d 100%" },
          workingDirectory: "/home/ada/notes",
        },
        restart: "on-failure",
        systemd: { Service: { Nice: 10 } },
        launchd: { ProcessType: "Background" },
      },
      backup: { process: { argv: [packageNamed("restic"), "backup"] }, schedule: "03:15" },
      off: { enable: false, process: { argv: ["false"] } },
    },
  },
};

const on = (host: "linux" | "darwin") =>
  homeOf([services, systemd, launchd], definitions, {
    os: host,
    home: host === "linux" ? "/home/ada" : "/Users/ada",
  });

const serviceFiles = (host: "linux" | "darwin"): readonly (readonly [string, string])[] =>
  Object.entries(textsOf(on(host))).filter(([path]) => /systemd\/user\/[^/]+$|LaunchAgents/.test(path));

test("one definition is a unit on Linux", async () => {
  const text = serviceFiles("linux").map(([path, content]) => `# ${path}\n${content}`);
  await expect(text.join("\n")).toMatchFileSnapshot("golden/linux.golden");
});

test("and an agent on macOS", async () => {
  const text = serviceFiles("darwin").map(([path, content]) => `# ${path}\n${content}`);
  await expect(text.join("\n")).toMatchFileSnapshot("golden/darwin.golden");
});

test("a schedule that launchd cannot say is refused on macOS alone", () => {
  const monthly: Definitions = {
    home: { services: { odd: { process: { argv: ["true"] }, schedule: "Mon..Fri 12:00 UTC" } } },
  };
  const failed = (host: "linux" | "darwin") =>
    homeOf([services, systemd, launchd], monthly, { os: host }).failedAssertions;
  expect(failed("linux")).toEqual([]);
  expect(failed("darwin")).toEqual([
    expect.stringMatching(/^home\.services\.odd\.schedule is ".*", which launchd cannot say/),
  ]);
});

test.skipIf(!has("systemd-analyze"))("systemd accepts the units (skipped without systemd-analyze)", () => {
  const folder = fs.mkdtempSync(join(os.tmpdir(), "lares-units-"));
  for (const [path, content] of serviceFiles("linux")) {
    const real = content.replaceAll("/usr/bin/notes", "/bin/true").replaceAll("/home/ada/notes", "/");
    fs.writeFileSync(join(folder, path.split("/").at(-1)!), real);
  }
  const units = fs.readdirSync(folder).map((name) => join(folder, name));
  const { stderr } = spawnSync("systemd-analyze", ["verify", "--user", "--man=no", ...units], {
    encoding: "utf8",
    env: { ...process.env, XDG_RUNTIME_DIR: folder },
  });
  expect(stderr.split("\n").filter((line) => line.includes(folder) || /notes|backup/.test(line))).toEqual([]);
  fs.rmSync(folder, { recursive: true });
});
