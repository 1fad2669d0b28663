/** yt-dlp, a downloader of videos: `yt-dlp/config`. */
import {
  defineProgram,
  joinText,
  linesOption,
  option,
  programOptions,
  quoteShell,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const value = t.oneOf(t.bool, t.int, t.str);

const options = {
  ...programOptions("yt-dlp, a downloader of videos", "yt-dlp"),
  settings: option(t.attrsOf(t.oneOf(value, t.listOf(value))), {
    default: {},
    description:
      "Options by their long names. True gives the option alone, false its `--no-` form; a list gives it several times.",
    example: { "embed-thumbnail": true, "sub-langs": "all", color: ["stdout:no_color", "stderr:always"] },
  }),
  extraConfig: linesOption("Further lines, at the end.", "--update\n-F\n"),
};
export interface YtDlpOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "yt-dlp": YtDlpOptions;
  }
}

export default defineProgram("programs.yt-dlp", {
  url: import.meta.url,
  options,
  files: ({ settings, extraConfig }) => ({
    "yt-dlp/config": joinText(
      sortedEntries(settings)
        .flatMap(([name, given]) => [given].flat().map((one) => `${optionText(name, one)}\n`))
        .join(""),
      extraConfig,
    ),
  }),
});

const optionText = (name: string, given: boolean | number | string): string =>
  typeof given === "boolean" ? (given ? `--${name}` : `--no-${name}`) : `--${name} ${wordOf(String(given))}`;

/** The file is read as a shell reads words; one that has quotes of its own is left as it is. */
const wordOf = (text: string): string =>
  /[\s#]/.test(text) && !/['"\\]/.test(text) ? quoteShell(text) : text;
