/** i3status-rust, status lines for i3 and Sway: `i3status-rust/config-NAME.toml`. */
import {
  defineProgram,
  float,
  formats,
  isOlder,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
} from "lares/module";

const bar = t.submodule({
  blocks: option(t.listOf(t.jsonObject), {
    default: () => [
      { block: "cpu" },
      {
        block: "disk_space",
        path: "/",
        info_type: "available",
        interval: 20,
        warning: float(20),
        alert: float(10),
        format: " $icon root: $available.eng(w:2) ",
      },
      {
        block: "memory",
        format: " $icon $mem_total_used_percents.eng(w:2) ",
        format_alt: " $icon_swap $swap_used_percents.eng(w:2) ",
      },
      { block: "sound", click: [{ button: "left", cmd: "pavucontrol" }] },
      { block: "time", interval: 5, format: " $timestamp.datetime(f:'%a %d/%m %R') " },
    ],
    description: "What the line shows, from left to right.",
  }),
  settings: formats.toml.option({
    description: "Further settings of the bar; they count before `theme` and `icons`.",
    example: { theme: { theme: "solarized-dark", overrides: { idle_bg: "#123456" } } },
  }),
  icons: option(t.str, { default: "none", description: "The set of icons.", example: "awesome6" }),
  theme: option(t.str, { default: "plain", description: "The theme.", example: "gruvbox-dark" }),
});

const defaultBar = {
  blocks: [
    {
      block: "disk_space",
      path: "/",
      info_type: "available",
      interval: 60,
      warning: { _type: "float", value: 20 },
      alert: { _type: "float", value: 10 },
    },
    { block: "memory", format: " $icon mem_used_percents ", format_alt: " $icon $swap_used_percents " },
    { block: "cpu", interval: 1 },
    { block: "load", interval: 1, format: " $icon $1m " },
    { block: "sound" },
    { block: "time", interval: 60, format: " $timestamp.datetime(f:'%a %d/%m %R') " },
  ],
};

const options = {
  ...programOptions(
    "i3status-rust, status lines",
    packageNamed("i3status-rust", { mainProgram: "i3status-rs" }),
  ),
  bars: option(t.attrsOf(bar), {
    default: { default: defaultBar } as never,
    mergeDefault: true,
    defaultText: "one, called default",
    description: "Status lines; each is a file `config-NAME.toml` for `i3status-rs`.",
    example: { bottom: { icons: "awesome6", blocks: [{ block: "time" }] } },
  }),
};
export interface I3statusRustOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "i3status-rust": I3statusRustOptions;
  }
}

/** Their names became tables of their own in 0.30. */
const named = (key: string, name: string, isOld: boolean): Readonly<Record<string, unknown>> => ({
  [key]: isOld ? name : { [key]: name },
});

export default defineProgram("programs.i3status-rust", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  assertions: (own) => [
    {
      assertion: isOlder(own.package?.version, "0.31") || !isOlder(own.package?.version, "0.31.2"),
      message:
        "programs.i3status-rust: versions 0.31.0 and 0.31.1 read another format than all others: take an older or a newer one.",
    },
  ],
  files: (own) => {
    const isOld = isOlder(own.package?.version, "0.30");
    return Object.fromEntries(
      Object.entries(own.bars).map(([name, { theme, icons, blocks, settings }]) => [
        `i3status-rust/config-${name}.toml`,
        formats.toml.file({
          ...named("theme", theme, isOld),
          ...named("icons", icons, isOld),
          block: blocks,
          ...(settings as object),
        } as never),
      ]),
    );
  },
});
