/** Kakoune: `kak/kakrc`, colour schemes and plugins. */
import { defineProgram, joinText, mkOverride, type Own, quoteShell } from "lares/module";
import { settingLines } from "./kakrc.ts";
import { type KakouneOptions, options } from "./options.ts";

type Kakoune = Own<KakouneOptions>;

export default defineProgram("programs.kakoune", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.plugins],
  /** As a submodule has no value of its own where nothing is set. */
  config: { programs: { kakoune: { config: mkOverride(1400, {}) } } },
  variables: ({ defaultEditor }) => (defaultEditor ? { EDITOR: "kak", VISUAL: "kak" } : {}),
  files: (own, { lib }) => {
    const colors = `${own.colorSchemePackage?.outPath ?? ""}/share/kak/colors`;
    return {
      "kak/kakrc": joinText(
        ...own.plugins.map(sourcePlugin),
        ...(own.config === null ? [] : settingLines(own.config)),
        own.extraConfig,
      ),
      "kak/colors": lib.file.kindOf(colors) === "directory" && { source: colors, recursive: true },
    };
  },
});

/** A folder of one's own to load from would take the place of Kakoune's. */
const sourcePlugin = ({ outPath }: Kakoune["plugins"][number]): string =>
  outPath === undefined
    ? ""
    : `evaluate-commands %sh{ find -L ${quoteShell(`${outPath}/share/kak/autoload`)} -type f -name '*.kak' | sort | sed "s/'/''/g; s/.*/source '&'/" }`;
