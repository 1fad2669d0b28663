import { expect, test } from "vitest";
import { shebangChange } from "../../src/build/builtins/npm-commands.ts";

const node = "/s/abc-node/bin/node";
const change = (text: string, with_ = node) => {
  const changed = shebangChange(Buffer.from(text), with_);
  return typeof changed === "string" ? changed : changed.toString();
};

test.each([
  ["#!/usr/bin/env node\nx()\n", `#!${node}\nx()\n`],
  ["#!/usr/bin/env node\r\nx()\r\n", `#!${node}\nx()\r\n`],
  ["#! /usr/bin/node\nx", `#!${node}\nx`],
  ["#!/usr/bin/env -S node --no-warnings\nx", `#!${node} --no-warnings\nx`],
  ["#!/usr/bin/env node", `#!${node}`],
])("%j names the Node it was locked with", (before, after) => {
  expect(change(before)).toBe(after);
});

test.each([
  ["no #! line", "x()\n", node],
  ["several arguments", "#!/usr/bin/env -S node --a --b\nx", node],
  ["a path that is too long for the kernel", "#!/usr/bin/env node\nx", `/${"s".repeat(260)}/node`],
])("a script with %s gets a wrapper", (_, text, with_) => {
  expect(change(text, with_)).toBe("wrap");
});

test.each(["#!/bin/sh\n", "#!/usr/bin/env bash\n", "#!/usr/bin/env python3\n", "#!/usr/bin/env nodemon\n"])(
  "%j stays with its own interpreter",
  (text) => {
    expect(change(text)).toBe("keep");
  },
);
