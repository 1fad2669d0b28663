/** Preloaded into a process: prints each package that is loaded, by `import` or `require`. */
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, nextLoad) => {
    const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
    if (name !== undefined) process.stderr.write(`imported ${name}\n`);
    return nextLoad(url, context);
  },
});
