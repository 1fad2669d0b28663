/** tealdeer, a tldr client: `tealdeer/config.toml`. */
import {
  applicationSupport,
  defineProgram,
  formats,
  mkDefault,
  mkIf,
  option,
  optionValues,
  packageNamed,
  programOptions,
  removed,
  type TreeOf,
  t,
} from "lares/module";

const settings = t.freeform(t.json, {
  updates: option(
    t.freeform(t.json, {
      auto_update: option(t.bool, {
        default: false,
        description: "Whether tealdeer itself fetches new pages when one is asked for.",
      }),
      auto_update_interval_hours: option(t.positive, {
        default: 720,
        description: "After how many hours tealdeer takes its pages to be old.",
      }),
    }),
    { default: {} as never, description: "When tealdeer fetches pages." },
  ),
});

const options = {
  ...programOptions("tealdeer, which shows pages of tldr", packageNamed("tealdeer", { mainProgram: "tldr" })),
  enableAutoUpdates: option(t.bool, {
    default: true,
    description: "Whether pages are fetched in the background, by services.tldr-update; on Linux.",
  }),
  settings: option(t.nullOr(settings), {
    default: null,
    description: "Settings, as `tealdeer/config.toml` holds them; null writes no such file.",
    example: { display: { use_pager: true } },
  }),
  updateOnActivation: removed("pages are fetched in the background: see programs.tealdeer.enableAutoUpdates"),
};
export interface TealdeerOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly tealdeer: TealdeerOptions;
  }
}

export default defineProgram("programs.tealdeer", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) => ({
    [applicationSupport("tealdeer/config.toml", context)]:
      settings && formats.toml.file(plain(settings) as never),
  }),
  config: {
    services: {
      "tldr-update": mkIf(
        ({ config, host }) => config.programs.tealdeer.enableAutoUpdates && host.os === "linux",
        {
          enable: mkDefault(true),
          package: mkDefault(
            ({ config }) =>
              config.programs.tealdeer.package ?? packageNamed("tealdeer", { mainProgram: "tldr" }),
          ),
        },
      ),
    },
  },
});

function plain(settings: object): Readonly<Record<string, unknown>> {
  const values = optionValues(settings);
  return { ...values, updates: optionValues(values.updates as object) };
}
