/** fish's files of functions, completions and plugins. */
import { type Context, type FileSpecification, quoteFish } from "lares/module";

type Fish = Context["config"]["programs"]["fish"];

export const functionFiles = ({ functions }: Fish): Record<string, FileSpecification> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, found]) => [
      `fish/functions/${name}.fish`,
      { text: functionText(name, found) },
    ]),
  );

export const completionFiles = ({ completions }: Fish): Record<string, FileSpecification> =>
  Object.fromEntries(
    Object.entries(completions).map(([name, found]) => [
      `fish/completions/${name}.fish`,
      { text: typeof found === "string" ? found : found.body },
    ]),
  );

export const pluginFiles = ({ plugins }: Fish, { lib }: Context): Record<string, FileSpecification> =>
  Object.fromEntries(
    plugins.map(({ name, src }) => [
      `fish/conf.d/plugin-${name}.fish`,
      { text: pluginText(name, lib.stored(src)) },
    ]),
  );

const functionText = (name: string, found: Fish["functions"][string]): string => {
  const [flags, body] = typeof found === "string" ? [[], found] : [functionFlags(found), found.body];
  const indented = body.replace(/\n+$/, "").replace(/^(?=.)/gm, "    ");
  return `${["function", quoteFish(name), ...flags].join(" ")}\n${indented === "" ? "" : `${indented}\n`}end\n`;
};

/** The names of arguments come last: every word after them would be one. */
const functionFlags = (found: Exclude<Fish["functions"][string], string>): readonly string[] => {
  const flag = (name: string, value: string | number | readonly string[] | null) =>
    value === null ? [] : [value].flat().map((one) => `--${name}=${expandedWord(String(one))}`);
  const argumentNames = found.argumentNames === null ? [] : [found.argumentNames].flat();
  return [
    ...flag("description", found.description),
    ...flag("wraps", found.wraps),
    ...flag("on-event", found.onEvent),
    ...flag("on-variable", found.onVariable),
    ...flag("on-job-exit", found.onJobExit),
    ...flag("on-process-exit", found.onProcessExit),
    ...flag("on-signal", found.onSignal),
    ...(found.noScopeShadowing ? ["--no-scope-shadowing"] : []),
    ...flag("inherit-variable", found.inheritVariable),
    ...(argumentNames.length === 0 ? [] : ["--argument-names", ...argumentNames.map(quoteFish)]),
  ];
};

/** A variable alone (`$fish_pid`) is for fish to expand. */
const expandedWord = (text: string): string => (/^\$\w+$/.test(text) ? text : quoteFish(text));

/**
 * As fish's own directories count: functions and completions on its search paths, behind the user's, and the code in
 * `conf.d`. Plugins of older managers have `init.fish` and `key_bindings.fish`.
 */
const pluginText = (name: string, src: string): string => `# ${name}
set -l plugin ${quoteFish(src)}

if test -d $plugin/functions
    set fish_function_path $fish_function_path[1] $plugin/functions $fish_function_path[2..]
end
if test -d $plugin/completions
    set fish_complete_path $fish_complete_path[1] $plugin/completions $fish_complete_path[2..]
end
for file in $plugin/conf.d/*.fish $plugin/key_bindings.fish $plugin/init.fish
    if test -f $file
        source $file
    end
end
`;
