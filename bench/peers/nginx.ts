/** A web server over a folder on this machine, for whatever is to be downloaded. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { run } from "../command.ts";
import { which } from "./index.ts";

export interface WebServer {
  readonly url: string;
  stop(): void;
}

export const findNginx = (): string | undefined =>
  which("nginx") ?? (fs.existsSync("/usr/sbin/nginx") ? "/usr/sbin/nginx" : undefined);

/** Serves `folder` until stopped; `work` is where the server keeps its own files. */
export const serveFolder = (nginx: string, folder: string, work: string): WebServer => {
  fs.mkdirSync(work, { recursive: true });
  const port = 20_000 + (process.pid % 20_000) + started++;
  const config = join(work, "nginx.conf");
  fs.writeFileSync(
    config,
    `daemon off; pid ${work}/pid; error_log ${work}/error.log; worker_processes 1;
     ${process.getuid?.() === 0 ? "user root;" : ""}
     events { worker_connections 500; }
     http { access_log off; sendfile on; client_body_temp_path ${work}/body; proxy_temp_path ${work}/proxy;
            fastcgi_temp_path ${work}/fastcgi; uwsgi_temp_path ${work}/uwsgi; scgi_temp_path ${work}/scgi;
            server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const child = spawn(nginx, ["-c", config], { stdio: "ignore" });
  process.once("exit", () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  awaitAnswer(`${url}/nix-cache-info`);
  return { url, stop: () => child.kill() };
};

let started = 0;

/** The bench does one thing after the other, so another process asks. */
const awaitAnswer = (url: string): void => {
  const script = `
    for (let tries = 0; tries < 200; tries++) {
      try { await fetch(${JSON.stringify(url)}); process.exit(0); } catch { await new Promise((r) => setTimeout(r, 20)); }
    }
    process.exit(1);`;
  run({
    program: process.execPath,
    words: ["--input-type=module", "-e", script],
    environment: { PATH: process.env.PATH ?? "" },
  });
};
