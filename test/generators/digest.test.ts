import { expect, test } from "vitest";
import { gnupgSocketName } from "../../src/generators/digest.ts";

test("GnuPG's name for the sockets of a home", () => {
  expect(gnupgSocketName("/path/to/hash")).toBe("d.wp4h7ks5zxy4dodqadgpbbpz");
});
