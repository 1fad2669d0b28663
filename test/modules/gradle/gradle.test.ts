import { expect, test } from "vitest";
import gradle from "../../../modules/gradle.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([gradle], {
    programs: {
      gradle: {
        enable: true,
        home: ".gbt",
        settings: { "org.gradle.caching": true, "a key:b": "C:\\dir\nnext", n: 2 },
        initScripts: { "a.gradle": { text: "println 'hi'" }, "b.gradle": { source: "/b.gradle" } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/gradle.golden");
});
