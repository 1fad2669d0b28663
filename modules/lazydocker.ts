/** lazydocker, containers in the terminal: `lazydocker/config.yml`. */
import {
  applicationSupport,
  defineProgram,
  formats,
  option,
  programOptions,
  type TreeOf,
} from "lares/module";

const options = {
  ...programOptions("lazydocker, which shows containers in the terminal", "lazydocker"),
  /** Docker's own Compose: the separate program is hardly installed any more. */
  settings: option(formats.yaml.type, {
    default: { commandTemplates: { dockerCompose: "docker compose" } },
    description: "Settings, in YAML.",
    example: { gui: { theme: { activeBorderColor: ["red", "bold"] } } },
  }),
};
export interface LazydockerOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly lazydocker: LazydockerOptions;
  }
}

export default defineProgram("programs.lazydocker", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) => ({
    [place("config.yml", context)]: formats.yaml.file(settings),
  }),
});

/** On macOS it looks for a folder of its author's. */
const place = (name: string, context: Parameters<typeof applicationSupport>[1]): string => {
  const native = applicationSupport(`jesseduffield/lazydocker/${name}`, context);
  return native.startsWith("~") ? native : `lazydocker/${name}`;
};
