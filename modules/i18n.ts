/** Locales of packages with a C library of their own. */
import { type Context, defineModule, mkIf, option, sourcePath, t } from "lares/module";

const i18nOptions = {
  glibcLocales: option(t.nullOr(sourcePath), {
    default: null,
    description:
      "The package or folder of the locales that programs with a glibc of their own (those of Nix) read; the system's programs have the system's.",
    example: "/nix/var/nix/profiles/locales",
  }),
};
type Tree = typeof i18nOptions;

declare module "lares/module" {
  interface I18nOptions extends Tree {}
  interface Options {
    readonly i18n: I18nOptions;
  }
}

const archive = ({ config, host }: Context): Readonly<Record<string, string>> => {
  const { glibcLocales } = config.i18n;
  if (glibcLocales === null || host.os !== "linux") return {};
  return { LOCALE_ARCHIVE_2_27: `${glibcLocales}/lib/locale/locale-archive` };
};

const given = ({ config }: Context) => config.i18n.glibcLocales !== null;

export default defineModule({
  path: "i18n",
  url: import.meta.url,
  options: i18nOptions,
  config: {
    home: { sessionVariables: archive },
    systemd: { user: { sessionVariables: mkIf(given, archive) } },
  },
});
