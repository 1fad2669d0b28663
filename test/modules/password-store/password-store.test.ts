import { expect, test } from "vitest";
import passwordStore from "../../../modules/password-store.ts";
import { homeOf } from "../home.ts";

const variables = (settings: Readonly<Record<string, string>>) =>
  homeOf([passwordStore], { programs: { "password-store": { enable: true, settings } } }).description
    .sessionVariables;

test("settings are the session's variables, and there are none by default", () => {
  expect(variables({ PASSWORD_STORE_KEY: "12345678" })).toMatchObject({ PASSWORD_STORE_KEY: "12345678" });
  expect(Object.keys(variables({})).filter((name) => name.startsWith("PASSWORD"))).toEqual([]);
});
