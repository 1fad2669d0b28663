import { expect, test } from "vitest";
import bash from "../../../modules/bash/index.ts";
import zoxide from "../../../modules/zoxide.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(zoxide, { zoxide: { options: ["--cmd", "it's"] } });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});

test.skipIf(!has("zoxide"))("Bash jumps where it has been (needs zoxide)", () => {
  const home = writtenHome([bash, zoxide], {
    programs: {
      bash: { enable: true, enableCompletion: false },
      zoxide: { enable: true, options: ["--cmd", "j"] },
    },
  });
  const jump = "mkdir -p deep/folder; zoxide add $HOME/deep/folder; bash -ic 'j folder; pwd' 2>/dev/null";
  expect(askAt(home, "sh", ["-c", jump])).toBe(`${home}/deep/folder\n`);
});
