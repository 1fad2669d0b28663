/** The servers that caches lie behind, each on a free port of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import { join } from "node:path";
import S3rver from "s3rver";

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

export const hasNginx = spawnSync("sh", ["-c", "PATH=$PATH:/usr/sbin command -v nginx"]).status === 0;

/** nginx over a folder, to be written to by PUT. */
export const startNginx = async (folder: string, work: string): Promise<Server> => {
  const port = await freePort();
  fs.mkdirSync(folder, { recursive: true });
  fs.mkdirSync(work, { recursive: true });
  const config = join(work, "nginx.conf");
  fs.writeFileSync(
    config,
    `daemon off; pid ${work}/pid; error_log ${work}/error.log; worker_processes 1;
     ${process.getuid?.() === 0 ? "user root;" : ""}
     events { worker_connections 200; }
     http {
       access_log ${work}/access.log; client_body_temp_path ${work}/body; proxy_temp_path ${work}/proxy;
       fastcgi_temp_path ${work}/fastcgi; uwsgi_temp_path ${work}/uwsgi; scgi_temp_path ${work}/scgi;
       server { listen 127.0.0.1:${port}; root ${folder}; client_max_body_size 1g;
                location / { dav_methods PUT; create_full_put_path on; } } }`,
  );
  const child = spawn("nginx", ["-c", config], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: "ignore",
  });
  await answering(port, child);
  return { url: `http://127.0.0.1:${port}`, close: () => ended(child) };
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });

/** Credentials: S3RVER, S3RVER. */
export const startS3 = async (folder: string): Promise<Server & { readonly port: number }> => {
  fs.mkdirSync(folder, { recursive: true });
  const server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory: folder,
    configureBuckets: [{ name: "home", configs: [] }],
  });
  const { port } = await server.run();
  return {
    port,
    url: `s3://home?endpoint=127.0.0.1:${port}&scheme=http&region=us-east-1`,
    close: () => server.close(),
  };
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });

const answering = async (port: number, child: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < 500; tries++) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    if (await connects(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`nothing listens at port ${port}`);
};

const connects = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
