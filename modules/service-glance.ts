/** Glance, a dashboard of feeds: `glance/glance.yml`. */
import {
  type Context,
  defineProgram,
  formats,
  option,
  type PackageReference,
  programOptions,
  sha256,
  type TreeOf,
} from "lares/module";
import { graphicalSession } from "./session-services/unit.ts";

const options = {
  ...programOptions("Glance", "glance"),
  settings: option(formats.yaml.type, {
    default: () => ({
      pages: [{ name: "Calendar", columns: [{ size: "full", widgets: [{ type: "calendar" }] }] }],
    }),
    description: "Settings, in YAML.",
    example: { server: { port: 5678 } },
  }),
};
export interface GlanceOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly glance: GlanceOptions;
  }
}

const commandOf = (
  glance: PackageReference | null,
  config: Context["config"],
  lib: Context["lib"],
): readonly string[] => [
  lib.program(glance ?? "glance"),
  "--config",
  `${config.xdg.configHome}/glance/glance.yml`,
];

export default defineProgram("services.glance", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "glance/glance.yml": formats.yaml.file(settings) }),
  units: ({ package: glance, settings }, { config, lib }) => ({
    services: {
      glance: {
        Unit: {
          Description: "Glance feed dashboard server",
          PartOf: [graphicalSession],
          "X-Restart-Triggers": [sha256(formats.yaml.write(settings), "hex")],
        },
        Service: { ExecStart: commandOf(glance, config, lib).join(" ") },
        Install: { WantedBy: [graphicalSession] },
      },
    },
  }),
  agents: ({ package: glance }, { config, lib }) => ({
    glance: {
      enable: true,
      config: {
        ProgramArguments: commandOf(glance, config, lib),
        KeepAlive: true,
        RunAtLoad: true,
        StandardOutPath: `${config.home.homeDirectory}/Library/Logs/glance.log`,
        StandardErrorPath: `${config.home.homeDirectory}/Library/Logs/glance.err`,
      },
    },
  }),
});
