/** pay-respects, which corrects the command before: `pay-respects/rules`. */
import {
  defineProgram,
  formats,
  option,
  programOptions,
  quoteShellWords,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("pay-respects, which corrects the command before", "pay-respects"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  options: option(t.listOf(t.str), {
    default: ["--alias"],
    description: "Arguments that the shells' code is asked for with.",
    example: ["--alias", "f"],
  }),
  rules: option(t.attrsOf(formats.toml.type), {
    default: {},
    description: "Rules of one's own, by command.",
    example: {
      cargo: { command: "cargo", match_err: [{ pattern: ["run `cargo init`"], suggest: ["cargo init"] }] },
    },
  }),
};
export interface PayRespectsOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "pay-respects": PayRespectsOptions;
  }
}

export default defineProgram("programs.pay-respects", {
  url: import.meta.url,
  options,
  files: ({ rules }) =>
    Object.fromEntries(
      Object.entries(rules).map(([name, rule]) => [
        `pay-respects/rules/${name}.toml`,
        formats.toml.file(rule),
      ]),
    ),
  shellInit: ({ package: program, options }, { lib }, shell) =>
    `${lib.program(program ?? "pay-respects")} ${quoteShellWords([shell, ...options])}`,
});
