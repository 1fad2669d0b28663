import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import direnv from "../../../modules/direnv.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { describeProgram } from "../whole-program.ts";

const rich = {
  config: { whitelist: { prefix: ["/home/ada/src"] } },
  stdlib: "hello() { echo hello; }\n",
  silent: true,
  "nix-direnv": { enable: true },
  mise: { enable: true },
};

test("everything that a rich configuration comes to", async () => {
  await expect(describeProgram(direnv, { direnv: rich })).toMatchFileSnapshot("golden/rich.golden");
});

test("silence yields to what is said of the same keys", () => {
  const text = describeProgram(direnv, { direnv: { silent: true, config: { global: { log_format: "x" } } } });
  expect(text).toContain('log_filter = "^$"\nlog_format = "x"\n');
});

test.skipIf(!has("direnv"))("Bash enters and leaves an environment (needs direnv)", () => {
  const home = writtenHome([bash, direnv], (at) => ({
    programs: {
      bash: { enable: true, enableCompletion: false },
      direnv: {
        enable: true,
        stdlib: 'hello() { export HELLO="$1"; }\n',
        config: { whitelist: { prefix: [at] } },
      },
    },
  }));
  const script = `mkdir p; echo 'hello world' >p/.envrc
bash -ic 'cd p; eval "$PROMPT_COMMAND"; echo "in $HELLO"; cd ..; eval "$PROMPT_COMMAND"; echo "out $HELLO"' 2>/dev/null`;
  expect(askAt(home, "sh", ["-c", script])).toBe("in world\nout \n");
});
