import { expect, test } from "vitest";
import sbt from "../../../modules/sbt.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([sbt], {
    programs: {
      sbt: {
        enable: true,
        plugins: [{ org: "com.dwijnand", artifact: "sbt-project-graph", version: "0.4.0" }],
        pluginsExtra: ["addDependencyTreePlugin"],
        credentials: [
          { realm: "Nexus", host: "example.com", user: "ada", passwordCommand: 'pass show "sbt"' },
        ],
        repositories: ["local", { proxy: "http://repo.example.org/a" }, "maven-central"],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/sbt.golden");
});
