/** Go: its variables in `go/env`, telemetry, and packages in the workspace. */
import {
  type Context,
  defineProgram,
  joinText,
  nativePlace,
  type Own,
  option,
  programOptions,
  renamed,
  sortedEntries,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

const words = t.either(t.str, t.listOf(t.str));

const options = {
  ...programOptions("Go", "go"),
  env: option(
    t.freeform(words, {
      GOPATH: option(words, {
        default: "",
        description: "Folders of the workspace; packages go into the first.",
        example: ["/home/ada/go"],
      }),
      GOPRIVATE: option(words, {
        default: "",
        description: "Patterns of modules that are fetched from where they are, past proxies.",
        example: ["*.example.org"],
      }),
    }),
    {
      description: "Variables, as `go env -w` sets them.",
      example: { GOTOOLCHAIN: "local" },
    },
  ),
  packages: option(t.attrsOf(sourcePath), {
    default: {},
    description: "Packages to put into the workspace, by import path.",
    example: { "golang.org/x/text": "./go/text" },
  }),
  telemetry: {
    mode: option(t.nullOr(t.enum("off", "local", "on")), {
      default: null,
      description:
        "Whether Go's tools count what they do: not at all, for this machine, or for Google; null leaves it.",
    }),
    date: option(t.str, {
      default: "1970-01-01",
      description: "Since when the mode holds; data from before a week after it is not sent.",
    }),
  },
  goPath: option(t.nullOr(t.str), {
    default: null,
    description: "Former name of `env.GOPATH`, relative to the home directory.",
  }),
  extraGoPaths: option(t.listOf(t.str), {
    default: [],
    description: "Former addition to `env.GOPATH`, relative to the home directory.",
  }),
  goBin: option(t.nullOr(t.str), {
    default: null,
    description: "Former name of `env.GOBIN`, relative to the home directory.",
  }),
  goPrivate: renamed<readonly string[]>("programs.go.env.GOPRIVATE"),
};
export interface GoOptions extends TreeOf<typeof options> {}
type Go = Own<GoOptions>;

declare module "lares/module" {
  interface ProgramOptions {
    readonly go: GoOptions;
  }
}

export default defineProgram("programs.go", {
  url: import.meta.url,
  options,
  files: (own, context) => ({
    [nativePlace("go/env", context)]: joinText(
      ...sortedEntries(variables(own, context)).map(([name, value]) => `${name}=${value}`),
    ),
    [nativePlace("go/telemetry/mode", context)]: own.telemetry.mode !== null && {
      text: `${own.telemetry.mode} ${own.telemetry.date}`,
    },
    ...Object.fromEntries(
      (isInHome(own, context) ? Object.entries(own.packages) : []).map(([name, source]) => [
        `${workspace(own, context)}/src/${name}`,
        { source, recursive: true },
      ]),
    ),
  }),
  assertions: (own, context) => [
    {
      assertion: Object.keys(own.packages).length === 0 || isInHome(own, context),
      message: `programs.go.packages go into the first folder of programs.go.env.GOPATH, ${workspace(own, context)}, which is no absolute path inside the home directory: put one that is there first.`,
    },
  ],
  warnings: ({ goPath, goBin, extraGoPaths }) => [
    goPath !== null && "programs.go.goPath is now programs.go.env.GOPATH, an absolute path.",
    extraGoPaths.length > 0 &&
      "programs.go.extraGoPaths is now part of programs.go.env.GOPATH, a list of absolute paths.",
    goBin !== null && "programs.go.goBin is now programs.go.env.GOBIN, an absolute path.",
  ],
});

const variables = (own: Go, { config }: Context): Readonly<Record<string, string>> => {
  const absolute = (path: string) => `${config.home.homeDirectory}/${path}`;
  const former = [...(own.goPath === null ? [] : [own.goPath]), ...own.extraGoPaths].map(absolute);
  const all: Record<string, string> = own.goBin === null ? {} : { GOBIN: absolute(own.goBin) };
  for (const name in own.env) all[name] = joined(name, own.env[name]!);
  all.GOPATH = [all.GOPATH ?? "", ...former].filter((path) => path !== "").join(":");
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
};

/** Lists of paths have colons between them, all others commas. */
const joined = (name: string, value: string | readonly string[]): string =>
  typeof value === "string" ? value : value.join(name === "GOPATH" ? ":" : ",");

const workspace = (own: Go, context: Context): string =>
  variables(own, context).GOPATH?.split(":")[0] ?? `${context.config.home.homeDirectory}/go`;

const isInHome = (own: Go, context: Context): boolean =>
  workspace(own, context).startsWith(`${context.config.home.homeDirectory}/`);
