/** ncmpcpp, a client of MPD: `ncmpcpp/{config,bindings}`. */
import { defineProgram, option, programOptions, type TreeOf, t, toKeyValue, yesNoValue } from "lares/module";

const binding = t.submodule({
  key: option(t.str, { description: "The key.", example: "j" }),
  command: option(
    t.coercedTo(t.str, (one) => [one], t.listOf(t.str)),
    { description: "What it does, one action after the other.", example: ["select_item", "scroll_down"] },
  ),
});

const options = {
  ...programOptions("ncmpcpp, a client of MPD", "ncmpcpp"),
  mpdMusicDir: option(t.nullOr(t.str), {
    default: null,
    description: "MPD's folder of music, for what ncmpcpp does with files itself; null leaves it open.",
    example: "~/music",
  }),
  settings: option(t.attrsOf(t.oneOf(t.bool, t.int, t.str)), {
    default: {},
    description: "Settings, lines of key and value; true and false are written as `yes` and `no`.",
    example: { ncmpcpp_directory: "~/.local/share/ncmpcpp" },
  }),
  bindings: option(t.listOf(binding), {
    default: [],
    description: "Keys, in order.",
    example: [{ key: "J", command: ["select_item", "scroll_down"] }],
  }),
};
export interface NcmpcppOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly ncmpcpp: NcmpcppOptions;
  }
}

export default defineProgram("programs.ncmpcpp", {
  url: import.meta.url,
  options,
  files: ({ settings, mpdMusicDir, bindings }) => {
    const all = { ...settings, ...(mpdMusicDir !== null && { mpd_music_dir: mpdMusicDir }) };
    return {
      "ncmpcpp/config": Object.keys(all).length > 0 && { text: toKeyValue(all, { value: yesNoValue }) },
      "ncmpcpp/bindings": bindings.length > 0 && {
        text: bindings
          .map(({ key, command }) => `${[`def_key "${key}"`, ...command].join("\n  ")}\n`)
          .join(""),
      },
    };
  },
});
