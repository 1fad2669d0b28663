import { expect, test } from "vitest";
import dockerCli from "../../../modules/docker-cli.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([dockerCli], {
    programs: {
      "docker-cli": {
        enable: true,
        configDir: ".docker",
        settings: { detachKeys: "ctrl-z,z" },
        contexts: { remote: { Endpoints: { docker: { Host: "ssh://me@server" } } } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/docker-cli.golden");
});
