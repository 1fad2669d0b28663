/** Windows of i3 and Sway, floating ones and what is done with certain ones. */
import { option, t } from "lares/module";
import type { TilingProgram } from "./tiling-program.ts";

/** Which windows, by their properties. */
export const criteria = t.attrsOf(t.either(t.str, t.bool));

const windowCommand = t.submodule({
  command: option(t.str, { description: "What is done with the window.", example: "border pixel 1" }),
  criteria: option(criteria, {
    description: "Which windows; true asks for the property alone.",
    example: { title: "x200: ~/work", floating: true },
  }),
});

export const windowOption = (program: TilingProgram) =>
  option(
    t.submodule({
      titlebar: titlebar(program),
      border,
      hideEdgeBorders: option(hideEdgeBorders(program), {
        default: "none" as string,
        description: "Which borders at the edge of the screen are hidden.",
      }),
      commands: option(t.listOf(windowCommand), {
        default: [],
        description: "What is done with certain windows when they open.",
        example: [{ command: "border pixel 1", criteria: { class: "XTerm" } }],
      }),
    }),
    { description: "Windows." },
  );

export const floatingOption = (program: TilingProgram) =>
  option(
    t.submodule({
      titlebar: titlebar(program),
      border,
      modifier: option(t.str, {
        default: ({ config }) => at(config, program.path).config.modifier,
        defaultText: `${program.path}.config.modifier`,
        description: "The key under which the mouse moves floating windows.",
        example: "Mod4",
      }),
      criteria: option(t.listOf(criteria), {
        default: [],
        description: "Windows that float.",
        example: [{ title: "Steam - Update News" }, { class: "Pavucontrol" }],
      }),
    }),
    { description: "Floating windows." },
  );

const hideEdgeBorders = ({ name }: TilingProgram) => {
  const plain = ["none", "vertical", "horizontal", "both", "smart"];
  const ofSway = [...plain, "smart_no_gaps"];
  return t.enum(...(name === "i3" ? plain : [...ofSway, ...ofSway.map((one) => `--i3 ${one}`)]));
};

/** Since state version 23.05 windows of both programs have a title. */
const titlebar = ({ name }: TilingProgram) =>
  option(t.bool, {
    default: ({ config }) => name === "i3" || config.home.stateVersion >= "23.05",
    defaultText: name === "i3" ? "true" : "true; false before state version 23.05",
    description: "Whether windows show their titles.",
  });

const border = option(t.int, { default: 2, description: "The width of a window's border." });

// biome-ignore lint/suspicious/noExplicitAny: defaults see the config untyped
const at = (config: any, path: string): any => path.split(".").reduce((found, name) => found[name], config);
