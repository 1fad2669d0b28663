/** `programs.*.package`: from the index, from a source, none, and one that no source covers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { configWith, person } from "./person.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { shellTool } from "./shell-tool.ts";

const systems = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"] as const;
const ripgrep = systems.map((system) => {
  const [os, cpu] = system.split("-") as [string, string];
  const files = { "bin/rg": "#!/bin/sh\necho this is rg\n" };
  return { name: `@vscode/ripgrep-${system}`, version: "15.0.0", manifest: { os: [os], cpu: [cpu] }, files };
});

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry([...ripgrep, shellTool("tool", "1.0.0"), shellTool("rg", "3.0.0")]);
});
afterAll(() => registry.stop());

/** With `programs.ripgrep` set so. */
const withRipgrep = (more: string) => {
  const ada = person("[]", registry.url);
  const set = (text: string) =>
    ada.write(
      "config/home.config.ts",
      configWith("[]", ada.home, `programs: { ripgrep: { enable: true, ${text} } },`),
    );
  set(more);
  return { ada, set };
};
type Listed = { readonly name: string };
const names = async (ada: ReturnType<typeof person>): Promise<readonly string[]> =>
  JSON.parse((await ada.lares(["list", "--json"])).stdout).packages.map(({ name }: Listed) => name);

test("a module's own package comes from where the index has it, and the module is why", async () => {
  const { ada } = withRipgrep("");
  expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
  expect((await ada.run("rg")).stdout).toBe("this is rg\n");
  expect((await ada.lares(["why", "ripgrep"])).stdout).toContain("by programs.ripgrep");
  const built = await ada.lares(["build", "programs.ripgrep.package", "--no-link"]);
  expect(built.stderr).toBe("");
  expect(built.stdout).toMatch(/-vscode-ripgrep-\w+-\w+-15\.0\.0\n$/);
});

test("another package takes its place; null is the system's own, whatever the index has", async () => {
  const { ada, set } = withRipgrep('package: "npm:rg"');
  expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
  expect((await ada.run("rg")).stdout).toBe("rg 3.0.0\n");
  set("package: null");
  expect(await ada.lares(["switch"])).toMatchObject({ status: 0 });
  expect((await ada.run("rg")).status).not.toBe(0);
  expect(await names(ada)).toEqual([]);
});

test("a name that no source covers: the plan, the switch and doctor say that the system lacks it", async () => {
  const { ada } = withRipgrep('package: "grep-of-the-future"');
  const plan = await ada.lares(["plan"]);
  expect(plan.stdout + plan.stderr).toMatch(
    /grep-of-the-future +.*the system's own|not installed on this system.*grep-of-the-future/,
  );
  const switched = await ada.lares(["switch"]);
  expect(switched).toMatchObject({ status: 0 });
  expect(switched.stderr).toMatch(/not installed on this system, and left to you: grep-of-the-future/);
  const doctor = await ada.lares(["doctor"]);
  expect(doctor.stdout).toContain("grep-of-the-future");
});
