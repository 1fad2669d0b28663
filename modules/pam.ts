/** What PAM's modules read in a home: `.pam_environment`, YubiKeys. */
import { type Context, defineModule, option, sortedEntries, t } from "lares/module";

const pamOptions = {
  sessionVariables: option(t.attrsOf(t.oneOf(t.str, t.int)), {
    default: {},
    description:
      "Variables of the session that PAM sets, where its module `pam_env` still reads the user's file: `.pam_environment`.",
    example: { EDITOR: "vim" },
  }),
  yubico: {
    authorizedYubiKeys: {
      ids: option(t.listOf(t.refined(t.str, "string of 12 characters", (id) => id.length === 12)), {
        default: [],
        description: "The first twelve characters of what the YubiKeys type that may log in.",
      }),
      path: option(t.str, {
        default: ".yubico/authorized_yubikeys",
        description: "The file with the keys, below the home.",
      }),
    },
  },
};
type Tree = typeof pamOptions;
export interface PamOptions extends Tree {}
const options: PamOptions = pamOptions;

declare module "lares/module" {
  interface Options {
    readonly pam: PamOptions;
  }
}

const environment = ({ config }: Context): string =>
  sortedEntries(config.pam.sessionVariables)
    .map(([name, value]) => `${name} OVERRIDE="${String(value).replace(/[\\"]/g, "\\$&")}"\n`)
    .join("");

export default defineModule({
  path: "pam",
  url: import.meta.url,
  options,
  config: {
    home: {
      file: (context) => {
        const { home, pam } = context.config;
        const { ids, path } = pam.yubico.authorizedYubiKeys;
        const variables = environment(context);
        return {
          ...(variables !== "" && { ".pam_environment": { text: variables } }),
          ...(ids.length > 0 && { [path]: { text: `${[home.username, ...ids].join(":")}\n` } }),
        };
      },
    },
  },
});
