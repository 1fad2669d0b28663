/**
 * `first-frame.ts ROUNDS LAUNCHER FOLDER`: how long `lares ui` takes on a terminal of its own until its first full screen
 * has been written, and until a key pressed then has been answered, beside `node -e 0`, interleaved. Prints
 * `{ "ours": […], "keyed": […], "node": […] }`, milliseconds.
 */
import { spawn, spawnSync } from "node:child_process";

const [rounds, launcher, folder] = [Number(process.argv[2]), process.argv[3]!, process.argv[4]!];
const [ours, keyed, node]: [number[], number[], number[]] = [[], [], []];

/** What the whole overview has: how the home is, and the keys at its foot. */
const isWhole = (screen: string): boolean => screen.includes("all in place") && screen.includes("keys");

/** What the first key leads to. */
const isAnswered = (screen: string): boolean => screen.includes("[2 generations]");

const firstFrame = (): Promise<{ readonly frame: number; readonly key: number }> =>
  new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn("script", ["-qfec", `stty rows 24 cols 80; exec ${launcher} ui`, "/dev/null"], {
      cwd: folder,
      env: { ...process.env, TERM: "xterm-256color", NO_COLOR: "1" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    let screen = "";
    let [frame, key]: [number | undefined, number | undefined] = [undefined, undefined];
    const since = (): number => Number(process.hrtime.bigint() - start) / 1e6;
    child.stdout.on("data", (chunk: Buffer) => {
      screen += chunk.toString();
      if (frame === undefined && isWhole(screen)) {
        frame = since();
        child.stdin.write("2");
      }
      if (key === undefined && isAnswered(screen)) {
        key = since();
        child.stdin.write("q");
      }
    });
    child.on("exit", () =>
      frame === undefined || key === undefined
        ? reject(new Error(`no screen came:\n${screen}`))
        : resolve({ frame, key }),
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
  const { frame, key } = await firstFrame();
  ours.push(frame);
  keyed.push(key);
  node.push(emptyProgram());
}
console.log(JSON.stringify({ ours, keyed, node }));
