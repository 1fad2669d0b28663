import { expect, test } from "vitest";
import k9s from "../../../modules/k9s.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [k9s],
    {
      programs: {
        k9s: {
          enable: true,
          settings: { k9s: { refreshRate: 2 } },
          skins: { mine: { k9s: { body: { fgColor: "dodgerblue" } } }, file: "/skins/x.yaml" },
          views: {
            k9s: { views: { "v1/pods": { columns: ["AGE"] } } },
            "v1/services": { columns: ["NAME"] },
          },
          aliases: { pp: "v1/pods" },
          hotkey: { "shift-0": { shortCut: "Shift-0", command: "pods" } },
          plugins: { logs: { shortCut: "Ctrl-L", scopes: ["po"], command: "kubectl" } },
          skin: { k9s: { info: { fgColor: "red" } } },
        },
      },
    },
    { os: "darwin" },
  );
  await expect(text).toMatchFileSnapshot("golden/k9s.golden");
});
