/** The script that tells Syncthing its settings, against a server that writes down what it is told. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Definitions } from "lares/module";
import { describe, expect, onTestFinished, test } from "vitest";
import launchd from "../../../modules/launchd/index.ts";
import syncthing from "../../../modules/service-syncthing/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { has, writtenHome } from "../home.ts";

interface Told {
  readonly request: string;
  readonly key: string;
  readonly body: unknown;
}

/** Knows one device and one folder beside those that it is told of. */
const answers: Readonly<Record<string, unknown>> = {
  "/rest/config/devices": [{ deviceID: "ID-BIG" }, { deviceID: "ID-OLD" }],
  "/rest/config/folders": [{ id: "notes" }, { id: "old" }],
  "/rest/config/restart-required": { requiresRestart: true },
};

/** At a port of this machine, or at a socket. */
const listening = async (told: Told[], socket: string | null): Promise<http.Server> => {
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString();
      const key = String(request.headers["x-api-key"]);
      told.push({
        request: `${request.method} ${request.url}`,
        key,
        body: text === "" ? null : JSON.parse(text),
      });
      response.end(request.method === "GET" ? JSON.stringify(answers[request.url!], null, 1) : "");
    });
  });
  await new Promise<void>((done) =>
    socket === null ? server.listen(0, "127.0.0.1", done) : server.listen(socket, done),
  );
  return server;
};

const ended = (program: string, env: NodeJS.ProcessEnv): Promise<{ status: number | null; stderr: string }> =>
  new Promise((done) => {
    const child = spawn(program, [], { env, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (part) => {
      stderr += part;
    });
    child.on("close", (status) => done({ status, stderr }));
  });

describe.skipIf(!has("curl") || !has("jq"))("the script (needs curl and jq)", () => {
  test.for(["port", "socket"] as const)(
    "Syncthing at a %s is told what is set, and forgets what is not",
    async (kind) => {
      const told: Told[] = [];
      const folder = fs.mkdtempSync(path.join(tmpdir(), "st-"));
      onTestFinished(() => fs.rmSync(folder, { recursive: true }));
      const server = await listening(told, kind === "socket" ? path.join(folder, "s") : null);
      const guiAddress =
        kind === "socket" ? path.join(folder, "s") : `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const home = writtenHome(
        [syncthing, systemd, launchd],
        (folder) =>
          ({
            services: {
              syncthing: {
                enable: true,
                guiAddress,
                guiCredentials: { username: "ada", passwordFile: `${folder}/password` },
                settings: {
                  options: { urAccepted: -1 },
                  devices: { big: { id: "ID-BIG" } },
                  folders: {
                    "/it's": {
                      id: "notes",
                      devices: ["big", { name: "far", encryptionPasswordFile: `${folder}/password` }],
                      ignorePatterns: ["*.part"],
                    },
                  },
                },
              },
            },
          }) as Definitions,
      );
      fs.writeFileSync(path.join(home, "password"), 'p"w\n');
      fs.mkdirSync(path.join(home, ".config/syncthing"), { recursive: true });
      fs.writeFileSync(
        path.join(home, ".config/syncthing/config.xml"),
        "<gui>\n<apikey>secret</apikey>\n</gui>\n",
      );
      const script = path.join(home, ".lares/home-path/bin/merge-syncthing-config");
      const { status, stderr } = await ended(script, { PATH: process.env.PATH, HOME: home });
      server.close();
      expect([status, stderr]).toEqual([0, ""]);
      expect(new Set(told.map(({ key }) => key))).toEqual(new Set(["secret"]));
      const changes = told.filter(({ request }) => !request.startsWith("GET"));
      expect(changes.map(({ request, body }) => [request, body])).toEqual([
        ["PATCH /rest/config/gui", { address: guiAddress }],
        ["PATCH /rest/config/gui", { user: "ada", password: 'p"w' }],
        ["POST /rest/config/devices", { deviceID: "ID-BIG", name: "big", autoAcceptFolders: false }],
        ["DELETE /rest/config/devices/ID-OLD", null],
        [
          "POST /rest/config/folders",
          {
            id: "notes",
            label: "/it's",
            path: "/it's",
            type: "sendreceive",
            copyOwnershipFromParent: false,
            devices: [{ deviceID: "ID-BIG" }, { deviceID: "far", encryptionPassword: 'p"w' }],
          },
        ],
        ["DELETE /rest/config/folders/old", null],
        ["POST /rest/db/ignores?folder=notes", { ignore: ["*.part"] }],
        ["PATCH /rest/config/options", { urAccepted: -1 }],
        ["POST /rest/system/restart", null],
      ]);
    },
  );
});
