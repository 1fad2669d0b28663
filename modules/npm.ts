/** npm: `~/.npmrc`. */
import {
  type Context,
  defineProgram,
  formats,
  type IniFile,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  toKeyValue,
} from "lares/module";

const options = {
  ...programOptions("npm, the package manager of Node.js", packageNamed("nodejs", { mainProgram: "npm" })),
  settings: option(formats.keyValue().type, {
    default: { prefix: "$" + "{HOME}/.npm" },
    description: "Settings; a list writes its key once for each element, with brackets.",
    example: { color: true, include: ["dev", "prod"] },
  }),
};
export interface NpmOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly npm: NpmOptions;
  }
}

export default defineProgram("programs.npm", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) => ({
    [npmrc(context)]: Object.keys(settings).length > 0 && { text: npmrcText(settings) },
  }),
  variables: (_, context) => ({ NPM_CONFIG_USERCONFIG: npmrc(context) }),
});

const npmrc = ({ config }: Context): string =>
  config.home.preferXdgDirectories
    ? `${config.xdg.configHome}/npm/npmrc`
    : `${config.home.homeDirectory}/.npmrc`;

const npmrcText = (settings: NonNullable<IniFile["global"]>): string =>
  toKeyValue(
    Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [Array.isArray(value) ? `${key}[]` : key, value]),
    ),
  );
