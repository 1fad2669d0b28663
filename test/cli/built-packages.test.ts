/** A person describes a package of their own, and has it. */
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { expect, test } from "vitest";
import { startSession } from "./session.ts";

const config = (
  more = "",
) => `import { defineHome, mkDerivation, path, writeShellApplication, writeText } from "lares";
const greeter = mkDerivation({
  pname: "greeter", version: "1", src: path("./greeter"),
  installPhase: 'mkdir -p "$out/bin"; cp greeter "$out/bin/"',
  ${more}
});
const twice = writeShellApplication({ name: "twice", text: "greeter; greeter", runtimeInputs: [greeter] });
export default defineHome({
  home: {
    packages: [greeter, twice],
    file: {
      ".run": { text: \`\${greeter}/bin/greeter\\n\` },
      ".conf": { source: writeText("conf", "a = 1\\n") },
      ".script": { text: ({ lib }) => lib.script("go", \`exec \${lib.program(greeter)}\\n\`) + "\\n" },
    },
    sessionVariables: { GREETER: \`\${greeter}\` },
  },
});
`;

test("packages of one's own are built, used, changed with their sources, and collected when nothing names them", () => {
  const session = startSession(config());
  const answer = (file: string) => execFileSync(file, { encoding: "utf8" });
  const program = (name: string) => path.join(session.home, ".lares-root/home/home-path/bin", name);
  const named = (file: string) => session.read(file).trim();
  session.write("config/greeter/greeter", "#!/bin/sh\necho hello\n", 0o755);

  expect(session.lares(["plan"])).toMatchObject({ status: 0, stdout: expect.stringContaining("greeter") });
  expect(session.lares(["switch"])).toMatchObject({ status: 0 });
  expect(answer(program("twice"))).toBe("hello\nhello\n");
  expect(answer(named(".run"))).toBe("hello\n");
  expect(answer(named(".script"))).toBe("hello\n");
  expect(session.read(".conf")).toBe("a = 1\n");
  expect(session.lares(["switch"]).stdout).toContain("nothing to do");

  const before = named(".run");
  session.write("config/greeter/greeter", "#!/bin/sh\necho changed\n", 0o755);
  expect(session.lares(["switch"])).toMatchObject({ status: 0 });
  expect(named(".run")).not.toBe(before);
  expect(answer(program("greeter"))).toBe("changed\n");
  expect(session.lares(["rollback"])).toMatchObject({ status: 0 });
  expect(named(".run")).toBe(before);
  expect(answer(before)).toBe("hello\n");
});

test("a build that fails changes nothing, and a mistake in a package is shown where it is", () => {
  const session = startSession(config('buildPhase: "echo on the way; false",'));
  session.write("config/greeter/greeter", "#!/bin/sh\n", 0o755);
  const failed = session.lares(["switch"]);
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain("on the way");
  expect(session.tree().filter((line) => !line.startsWith("config"))).toEqual([]);
  session.write("config/home.config.ts", config("env: { A: {} as never },"));
  expect(session.lares(["switch"]).stderr).toMatch(
    /A of a derivation cannot be \{\}\n +at .*home\.config\.ts:2:17/,
  );
});
