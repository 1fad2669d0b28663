/** gh-dash, pull requests and issues in the terminal: `gh-dash/config.yml`. */
import { type Context, defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("gh-dash, pull requests and issues in the terminal", "gh-dash"),
  settings: formats.yaml.option({
    example: { prSections: [{ title: "My Pull Requests", filters: "is:open author:@me" }] },
  }),
};
export interface GhDashOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "gh-dash": GhDashOptions;
  }
}

export default defineProgram("programs.gh-dash", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "gh-dash/config.yml": formats.yaml.file(settings) }),
  /** `gh dash` too, where gh is set up. */
  whenLoaded: {
    "programs.gh": {
      extensions: ({ config }: Context) => [config.programs["gh-dash"].package].filter((own) => own !== null),
    },
  },
});
