/** Visual Studio Code and the editors made of it: one mechanism, with other folders. */
import {
  type Context,
  type Definitions,
  defineProgram,
  formats,
  type Module,
  nativePlace,
  type Own,
} from "lares/module";
import { mergeInto } from "../merged-json/step.ts";
import { extensionFiles, extensionSteps } from "./extensions.ts";
import type { CodeEditorOptions } from "./options.ts";
import { profileFiles } from "./profiles.ts";

export type CodeEditor = Own<CodeEditorOptions>;

/** What tells one of these editors from another. */
export interface Flavour {
  /** `Code`: the folder of the settings. */
  readonly settingsFolder: string;
  /** `.vscode`: the folder of `argv.json` and the extensions, in the home. */
  readonly dataFolder: string;
  /** `code`. */
  readonly command: string;
}

export const defineCodeEditor = <O extends CodeEditorOptions>(
  name: "vscode" | "vscodium" | "cursor" | "windsurf",
  url: string,
  flavour: Flavour,
  {
    options,
    more,
    config,
  }: { readonly options: O; readonly more?: Record<string, object>; readonly config?: Definitions },
): Module =>
  defineProgram(`programs.${name}`, {
    url,
    options: options as CodeEditorOptions,
    ...(more && { more }),
    files: (own, context) => {
      const user = userFolder(flavour, context);
      return {
        [`~/${flavour.dataFolder}/argv.json`]: formats.json.file(own.argvSettings),
        ...Object.assign(
          {},
          ...Object.entries(own.profiles).map(([profile, settings]) =>
            profileFiles(profileFolder(user, profile), settings, context),
          ),
        ),
        ...extensionFiles(flavour, own, context),
      };
    },
    warnings: ({ profiles }) => [
      others(profiles).some(
        ([, { enableUpdateCheck, enableExtensionUpdateCheck }]) =>
          enableUpdateCheck !== null || enableExtensionUpdateCheck !== null,
      ) &&
        `programs.${name}.profiles: the editor looks for new versions as its default profile says; enableUpdateCheck and enableExtensionUpdateCheck of other profiles do nothing.`,
    ],
    config: {
      ...config,
      home: {
        activation: (context: Context) => {
          const own = context.config.programs[name] as CodeEditor;
          return {
            ...profileSteps(name, flavour, own, context),
            ...extensionSteps(name, flavour, own, context),
          };
        },
      },
    } as Definitions,
  });

const others = (profiles: CodeEditor["profiles"]) =>
  Object.entries(profiles).filter(([profile]) => profile !== "default");

const userFolder = ({ settingsFolder }: Flavour, context: Context): string =>
  nativePlace(`${settingsFolder}/User`, context);

const profileFolder = (user: string, profile: string): string =>
  profile === "default" ? user : `${user}/profiles/${profile}`;

/** The editor only knows profiles that its own storage lists. */
const profileSteps = (name: string, flavour: Flavour, { profiles }: CodeEditor, context: Context) => {
  const names = others(profiles).map(([profile]) => profile);
  if (names.length === 0) return {};
  const storage = `${absolute(userFolder(flavour, context), context)}/globalStorage/storage.json`;
  const userDataProfiles = names.map((profile) => ({ name: profile, location: profile }));
  return {
    [`${name}Profiles`]: {
      after: ["linkGeneration"],
      run: mergeInto(storage, { userDataProfiles }, "location"),
    },
  };
};

const absolute = (place: string, { config }: Context): string =>
  place.startsWith("~/") ? config.home.homeDirectory + place.slice(1) : `${config.xdg.configHome}/${place}`;
