import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import uv from "../../../modules/uv.ts";
import { runStep } from "../../../src/activation/run-step.ts";
import { homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const rich = {
  enable: true,
  settings: { "python-downloads": "never", pip: { "index-url": "https://test.pypi.org/simple" } },
  python: { versions: ["3.12", "3.13", "3.11.9"], default: "3.13", prune: true },
  tool: { packages: ["ruff", "black==24.1.0", "Poetry_X[plugin]"], prune: true },
};

test("the whole home of a rich configuration", async () => {
  await expect(wholeHome([uv], { programs: { uv: rich } })).toMatchFileSnapshot("golden/uv.golden");
});

test("what is not named is removed, and no more", () => {
  const home = fs.mkdtempSync(path.join(tmpdir(), "lares-uv-"));
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.mkdirSync(`${home}/bin`);
  fs.writeFileSync(`${home}/bin/uv`, fakeUv, { mode: 0o755 });
  const { activation } = homeOf([uv], { programs: { uv: rich } }).description;
  for (const { name, script } of activation) {
    const env = { PATH: `${home}/bin:/usr/bin:/bin`, LOG: `${home}/log` };
    const outcome = runStep(
      { name, kind: "step", script },
      { places: { home } as never, from: undefined, to: undefined, env },
    );
    expect(outcome.output ?? "").toBe("");
    expect(outcome.result).toBe("done");
  }
  const removed = fs
    .readFileSync(`${home}/log`, "utf8")
    .split("\n")
    .filter((line) => line.includes("uninstall"));
  expect(removed).toEqual(["python uninstall cpython-3.10.2-linux", "tool uninstall cowsay"]);
});

/** As the real one prints its lists. */
const fakeUv = `#!/bin/sh
case "$*" in
  "python list 3.12 "*) echo "cpython-3.12.8-linux    <download available>"; echo "cpython-3.12.7-linux    /x" ;;
  "python list 3.13 "*) echo "cpython-3.13.1-linux    /x" ;;
  "python list 3.11.9 "*) echo "cpython-3.11.9-linux    /x" ;;
  "python list --only-installed"*) for v in 3.13.1 3.12.8 3.10.2; do echo "cpython-$v-linux    /x -> /y"; done ;;
  "tool list") printf 'ruff v0.1\\n- ruff\\npoetry-x v1\\n- poetry\\ncowsay v6\\n- cowsay\\n' ;;
  *) echo "$*" >> "$LOG" ;;
esac
`;
