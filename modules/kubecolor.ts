/** kubecolor, kubectl in colour: `~/.kube/color.yaml`. */
import {
  type Context,
  defineProgram,
  formats,
  option,
  programOptions,
  shellIntegration,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("kubecolor, kubectl in colour", "kubecolor"),
  enableAlias: option(t.bool, {
    default: false,
    description:
      "Whether `kubectl` shall mean kubecolor in shells, and `oc` too where OpenShift's is installed.",
  }),
  enableZshIntegration: shellIntegration("Zsh"),
  settings: formats.yaml.option({ example: { preset: "dark", paging: "auto" } }),
};
export interface KubecolorOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly kubecolor: KubecolorOptions;
  }
}

export default defineProgram("programs.kubecolor", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) => ({ [settingsFile(context)]: formats.yaml.file(settings) }),
  variables: (_, context) => ({
    KUBECOLOR_CONFIG: context.config.home.preferXdgDirectories ? settingsFile(context) : null,
  }),
  /** It completes as kubectl does. */
  shells: {
    zsh: ({ enableAlias }, context) =>
      `compdef kubecolor=kubectl\n${enableAlias && hasOpenshift(context) ? "compdef oc=kubectl\n" : ""}`,
  },
  config: { home: { shellAliases: (context) => aliases(context) } },
});

const settingsFile = ({ config }: Context): string =>
  config.home.preferXdgDirectories
    ? `${config.xdg.configHome}/kubecolor.yaml`
    : `${config.home.homeDirectory}/.kube/color.yaml`;

const aliases = (context: Context): Record<string, string> => {
  const { enableAlias, package: kubecolor } = context.config.programs.kubecolor;
  if (!enableAlias) return {};
  const program = context.lib.program(kubecolor ?? "kubecolor");
  return {
    kubectl: program,
    ...(hasOpenshift(context) && { oc: `env KUBECTL_COMMAND=oc ${program}` }),
  };
};

const hasOpenshift = ({ config }: Context): boolean =>
  config.home.packages.some(({ name }) => name === "openshift");
