import { expect, test } from "vitest";
import go from "../../../modules/go.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [go],
    {
      programs: {
        go: {
          enable: true,
          env: {
            GOPATH: ["/home/ada/mygo", "/other"],
            GOPRIVATE: ["*.example.org", "git.example.com"],
            GOTOOLCHAIN: "local",
          },
          packages: { "golang.org/x/text": "/src/text" },
          telemetry: { mode: "off" },
          goBin: "bin",
        },
      },
    },
    { os: "darwin" },
  );
  await expect(text).toMatchFileSnapshot("golden/go.golden");
});
