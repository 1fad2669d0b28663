/** Shells that only show what a module gives them, so that its golden file does not change with the real shells. */
import { defineModule, type Module, option, t, toJson } from "lares/module";

/** The options of each that take code. */
const codeOptions = {
  bash: ["initExtra", "profileExtra"],
  fish: ["shellInit", "interactiveShellInit"],
  ion: ["initExtra"],
  nushell: ["extraEnv", "extraConfig"],
  zsh: ["initContent", "envExtra"],
} as const;

export const shells: readonly Module[] = Object.entries(codeOptions).map(([shell, names]) =>
  defineModule({
    path: `programs.${shell}`,
    options: {
      enable: option(t.bool, { default: true }),
      shellAliases: option(t.attrsOf(t.str), { default: {} }),
      environmentVariables: option(t.attrsOf(t.anything), { default: {} }),
      ...Object.fromEntries(names.map((name) => [name, option(t.lines, { default: "" })])),
    },
    config: {
      home: {
        file: ({ config }) => {
          const own = (config.programs as unknown as Record<string, Record<string, unknown>>)[shell]!;
          const texts = { ...Object.fromEntries(names.map((name) => [name, own[name] as string])) };
          if (Object.keys(own.shellAliases as object).length > 0)
            texts.shellAliases = toJson(own.shellAliases as never);
          return Object.fromEntries(
            Object.entries(texts)
              .filter(([, text]) => text !== "")
              .map(([name, text]) => [`${shell} ${name}`, { text }]),
          );
        },
      },
    },
  }),
);

/** Makes a home use every one of them. */
export const allShells = Object.fromEntries(
  Object.keys(codeOptions).map((shell) => [shell, { enable: true }]),
);
