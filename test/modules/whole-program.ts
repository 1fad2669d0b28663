/** All that one program's module comes to, as one text for a golden file. */
import { type Definitions, defineModule, type Module, option, t } from "lares/module";
import { homeOf } from "./home.ts";

/** Shells that keep what programs define into them. */
const shells: readonly Module[] = Object.entries({
  bash: ["initExtra", "profileExtra"],
  fish: ["interactiveShellInit", "shellInit"],
  ion: ["initExtra"],
  nushell: ["extraConfig", "extraEnv"],
  zsh: ["initContent", "envExtra", "profileExtra"],
}).map(([shell, names]) =>
  defineModule({
    path: `programs.${shell}`,
    options: {
      ...Object.fromEntries(names.map((name) => [name, option(t.lines, { default: "" })])),
      shellAliases: option(t.attrsOf(t.str), { default: {} }),
      functions: option(t.attrsOf(t.lines), { default: {} }),
      environmentVariables: option(t.attrsOf(t.anything), { default: {} }),
    },
    config: { home: { file: shellFiles(shell, names) } } as never,
  }),
);

/** The program is enabled; `definitions` are those of `programs`. Packages print as `@name@`. */
export const describeProgram = (
  module: Module,
  programs: Readonly<Record<string, object>>,
  os: "linux" | "darwin" = "linux",
): string => {
  const enabled = Object.fromEntries(
    Object.entries(programs).map(([name, more]) => [name, { enable: true, ...more }]),
  );
  const used = Object.fromEntries(shells.map(({ path }) => [path.split(".")[1]!, {}]));
  const definitions = { programs: { ...used, ...enabled } } as Definitions;
  const { description, failedAssertions } = homeOf([module, ...shells], definitions, { os, stubs: true });
  return [
    `packages: ${description.packages.map(({ name }) => name).join(" ")}\n`,
    ...Object.entries(description.sessionVariables).map(([name, value]) => `${name}=${value}\n`),
    ...[...description.warnings, ...failedAssertions].map((message) => `! ${message}\n`),
    ...description.files.map(({ target, content, onChange }) => {
      const text = content.type === "text" ? content.text : `-> ${JSON.stringify(content)}\n`;
      return `\n===== ${target}${onChange === "" ? "" : ` (then ${onChange.trimEnd()})`}\n${text}`;
    }),
  ].join("");
};

function shellFiles(shell: string, names: readonly string[]) {
  return ({ config }: { config: { programs: Record<string, Record<string, unknown>> } }) => {
    const own = config.programs[shell]!;
    const texts = names.map((name) => [`${shell}/${name}`, own[name] as string] as const);
    const others = ["shellAliases", "functions", "environmentVariables"].map(
      (name) => [`${shell}/${name}`, JSON.stringify(own[name])] as const,
    );
    return Object.fromEntries(
      [...texts, ...others]
        .filter(([, text]) => text !== "" && text !== "{}")
        .map(([name, text]) => [name, { text: `${text}\n` }]),
    );
  };
}
