/** darkman switches between dark and light: `darkman/config.yaml`, and scripts for each. */
import {
  defineProgram,
  type FileSpecification,
  formats,
  option,
  programOptions,
  type TextOrSource,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";
import { graphicalSession } from "./session-services/unit.ts";

const scripts = (description: string) =>
  option(t.attrsOf(textOrSource), {
    default: {},
    description,
    example: { "gtk-theme": "dconf write /org/gnome/desktop/interface/color-scheme \"'prefer-dark'\"" },
  });

const options = {
  ...programOptions("darkman", "darkman"),
  settings: formats.yaml.option({ example: { lat: 52.3, lng: 4.8, usegeoclue: true } }),
  darkModeScripts: scripts("Scripts that run when it gets dark, by name."),
  lightModeScripts: scripts("Scripts that run when it gets light, by name."),
  scripts: scripts("Scripts that run when it changes, by name: the mode is their argument."),
};
export interface DarkmanOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly darkman: DarkmanOptions;
  }
}

const below = (
  folder: string,
  texts: Readonly<Record<string, TextOrSource>>,
): Record<string, FileSpecification> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}`, asScript(text)]));

/** A text without an interpreter is one of Bash. */
const asScript = (script: TextOrSource): FileSpecification =>
  "source" in script
    ? { source: script.source, executable: true }
    : {
        text: script.text.startsWith("#!") ? script.text : `#!/usr/bin/env bash\n${script.text}`,
        executable: true,
      };

export default defineProgram("services.darkman", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings, darkModeScripts, lightModeScripts, scripts: both }) => ({
    "darkman/config.yaml": formats.yaml.file(settings),
    ...below("data:dark-mode.d", darkModeScripts),
    ...below("data:light-mode.d", lightModeScripts),
    ...below("data:darkman", both),
  }),
  units: ({ package: darkman, settings }, { lib }) =>
    darkman === null
      ? {}
      : {
          services: {
            darkman: {
              Unit: {
                Description: "Darkman system service",
                Documentation: "man:darkman(1)",
                PartOf: [graphicalSession],
                BindsTo: [graphicalSession],
                ...(Object.keys(settings as object).length > 0 && {
                  "X-Restart-Triggers": [`${lib.text("config.yaml", formats.yaml.write(settings))}`],
                }),
              },
              Service: {
                Type: "dbus",
                BusName: "nl.whynothugo.darkman",
                ExecStart: `${lib.program(darkman)} run`,
                Restart: "on-failure",
                TimeoutStopSec: 15,
                Slice: "background.slice",
              },
              Install: { WantedBy: [graphicalSession] },
            },
          },
        },
});
