/** Preloaded into a process: notes each module of the library that is loaded in the file that LARES_TEST_TRACE names. */
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, nextLoad) => {
    const name = /\/dist\/modules\/([^/]+)\.js$/.exec(url)?.[1];
    if (name !== undefined) appendFileSync(process.env.LARES_TEST_TRACE!, `${name}\n`);
    return nextLoad(url, context);
  },
});
