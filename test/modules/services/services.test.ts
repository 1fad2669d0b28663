/** Services, each with a rich configuration: its files, units and agents, whole. */
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import { homeOf, textsOf } from "../home.ts";
import { configurations } from "./configurations.ts";
import { modulesWith } from "./modules.ts";

test.for(Object.entries(configurations))("%s", async ([name, { on = ["linux" as const], ...settings }]) => {
  const modules = await modulesWith([name]);
  for (const os of on) {
    const home = homeOf(modules, { services: { [name]: { enable: true, ...settings } } } as Definitions, {
      os,
      stubs: true,
    });
    const { packages, warnings } = home.description;
    const texts = Object.entries(textsOf(home)).map(([target, text]) => `\n===== ${target}\n${text}`);
    const heading = [...packages.map(({ name: one }) => one), ...warnings, ...home.failedAssertions];
    await expect(`${heading.join("\n")}\n${texts.join("")}`).toMatchFileSnapshot(
      `golden/${name}.${os}.golden`,
    );
  }
});
