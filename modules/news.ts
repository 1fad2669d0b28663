/** Home Manager's news at a switch, which homes that are carried over may mention. */
import { defineModule, option, t } from "lares/module";

const newsOptions = {
  display: option(t.enum("silent", "notify", "show"), {
    default: "notify",
    description:
      "Accepted for homes that are carried over, without effect: Lares tells its changes in its change log.",
  }),
  entries: option(
    t.listOf(
      t.submodule({
        id: option(t.str, { default: "", description: "A name that no other entry has." }),
        time: option(t.str, { description: "When it was written, in ISO 8601." }),
        condition: option(t.bool, { default: true, description: "Whether the entry concerns this home." }),
        message: option(t.str, { description: "What it says." }),
      }),
    ),
    { default: [], internal: true, description: "News of modules." },
  ),
};

type Tree = typeof newsOptions;
export interface NewsOptions extends Tree {}
const options: NewsOptions = newsOptions;

declare module "lares/module" {
  interface Options {
    readonly news: NewsOptions;
  }
}

export default defineModule({ path: "news", url: import.meta.url, options });
