/**
 * `first-frame.ts ROUNDS LAUNCHER FOLDER`: how long `lares ui` takes on a terminal of its own until its first full screen
 * has been written, beside `node -e 0`, interleaved. Prints `{ "ours": […], "node": […] }`, milliseconds.
 */
import { spawn, spawnSync } from "node:child_process";

const [rounds, launcher, folder] = [Number(process.argv[2]), process.argv[3]!, process.argv[4]!];
const [ours, node]: [number[], number[]] = [[], []];

/** What the whole overview has: how the home is, and the keys at its foot. */
const isWhole = (screen: string): boolean => screen.includes("all in place") && screen.includes("keys");

const firstFrame = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn("script", ["-qfec", `stty rows 24 cols 80; exec ${launcher} ui`, "/dev/null"], {
      cwd: folder,
      env: { ...process.env, TERM: "xterm-256color", NO_COLOR: "1" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    let screen = "";
    let taken: number | undefined;
    child.stdout.on("data", (chunk: Buffer) => {
      screen += chunk.toString();
      if (taken !== undefined || !isWhole(screen)) return;
      taken = Number(process.hrtime.bigint() - start) / 1e6;
      child.stdin.write("q");
    });
    child.on("exit", () =>
      taken === undefined ? reject(new Error(`no screen came:\n${screen}`)) : resolve(taken),
    );
  });

const emptyProgram = (): number => {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, ["-e", "0"]);
  return Number(process.hrtime.bigint() - start) / 1e6;
};

await firstFrame();
emptyProgram();
for (let round = 0; round < rounds; round++) {
  ours.push(await firstFrame());
  node.push(emptyProgram());
}
console.log(JSON.stringify({ ours, node }));
