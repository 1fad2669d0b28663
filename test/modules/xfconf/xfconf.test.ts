import { float } from "lares/module";
import { expect, test } from "vitest";
import xfconf from "../../../modules/xfconf.ts";
import { askAt, has, homeOf } from "../home.ts";
import { switchedHome } from "../switched-home.ts";

const rich = {
  xfconf: {
    settings: {
      "xfce4-session": { "startup/ssh-agent/enabled": false, "general/LockCommand": "dm-tool 'lock it'" },
      "xfce4-panel": {
        "/panels": [1, 2],
        "panels/one": [1.5],
        "panels/size": { type: "uint", value: 26 },
        "panels/scale": float(2),
        "panels/gone": null,
      },
    },
  },
} as const;

test("settings are commands of xfconf-query, and those that reset them", async () => {
  const { generationFiles } = homeOf([xfconf], rich).description;
  const texts = Object.entries(generationFiles).map(([name, content]) => [
    `===== ${name}`,
    "text" in content ? content.text : "",
  ]);
  await expect(texts.flat().join("\n")).toMatchFileSnapshot("golden/commands.golden");
});

test("what has no type in xfconf is refused, and macOS is told that it has none", () => {
  const settings = { a: { "b/c": { deep: { er: 1 } } } };
  expect(homeOf([xfconf], { xfconf: { settings } }).failedAssertions).toEqual([
    expect.stringMatching(/^xfconf\.settings\."a"\."b\/c" has a value that xfconf has no type for/),
  ]);
  expect(homeOf([xfconf], rich, { os: "darwin" }).failedAssertions).toHaveLength(1);
  expect(homeOf([xfconf], {}, { os: "darwin" }).failedAssertions).toEqual([]);
});

test.skipIf(!has("xfconf-query") || !has("dbus-run-session"))(
  "properties that are gone are reset, the last ones too (needs xfconf and dbus)",
  async () => {
    const trial = switchedHome([xfconf], {});
    const ask = (channel: string) =>
      askAt(trial.home, "dbus-run-session", ["sh", "-c", `xfconf-query -c ${channel} -lv || true`])
        .replaceAll(/ +/g, " ")
        .split("\n")
        .filter((line) => line.startsWith("/"));
    const panel = (value: unknown) => ({ xfconf: { settings: { "xfce4-panel": { a: value } } } }) as never;
    try {
      expect(await trial.become(rich)).toMatchObject([{ name: "xfconfSettings", result: "done" }]);
      expect(ask("xfce4-session")).toEqual([
        "/general/LockCommand dm-tool 'lock it'",
        "/startup/ssh-agent/enabled false",
      ]);
      expect(ask("xfce4-panel")).toEqual([
        "/panels <<UNSUPPORTED>>",
        "/panels/one <<UNSUPPORTED>>",
        "/panels/scale 2.000000",
        "/panels/size 26",
      ]);
      await trial.become(panel(["x"]));
      expect([ask("xfce4-session"), ask("xfce4-panel")]).toEqual([[], ["/a <<UNSUPPORTED>>"]]);
      await trial.become(panel("y"));
      expect(ask("xfce4-panel")).toEqual(["/a y"]);
      await trial.become({});
      expect(ask("xfce4-panel")).toEqual([]);
      await trial.become(panel("y"));
      await trial.leave();
      expect(ask("xfce4-panel")).toEqual([]);
    } finally {
      trial.remove();
    }
  },
);
