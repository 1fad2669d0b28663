import { describe, expect, test } from "vitest";
import {
  defineModule,
  defineProgram,
  formats,
  option,
  programOptions,
  shellIntegrations,
  t,
  textOrSource,
} from "../../src/module.ts";
import { homeOf, textsOf } from "../modules/home.ts";

const options = {
  ...programOptions("a sample", "sample"),
  ...shellIntegrations("Bash", "Zsh"),
  settings: formats.toml.optionOrSource(),
  style: option(t.nullOr(textOrSource), { default: null }),
};

const sample = defineProgram("programs.sample", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings, style }) => ({
    "sample/config.toml": formats.toml.file(settings as never),
    "~/.sample.css": style,
    "data:sample": { text: "data\n" },
    "/home/ada/.config/absolute": { text: "absolute\n" },
  }),
  variables: () => ({ SAMPLE: "1", UNSET: null }),
  shells: {
    bash: { order: 2000, code: (own, { lib }) => `eval "$(${lib.program(own.package ?? "sample")})"` },
    zsh: () => "zsh",
  },
  assertions: ({ style }) => [{ assertion: style !== null, message: "no style" }],
});
const shell = defineModule({
  path: "programs.bash",
  options: { initExtra: option(t.lines, { default: "" }) },
  config: {
    home: { file: { bashrc: { text: ({ config }) => (config as never as Shell).programs.bash.initExtra } } },
  },
});
interface Shell {
  readonly programs: { readonly bash: { readonly initExtra: string } };
}

const enabled = (more: object) => ({ programs: { sample: { enable: true, ...more } } }) as never;

describe("a program", () => {
  test("that is not enabled defines nothing", () => {
    const home = homeOf([sample], { programs: { sample: { settings: { a: 1 } } } } as never, {
      os: "darwin",
    });
    expect(home.description.files).toEqual([]);
    expect(home.description.packages).toEqual([]);
    expect(home.failedAssertions).toEqual([]);
  });

  test("puts each file where its name says", () => {
    const home = homeOf([sample], enabled({ settings: { a: 1 }, style: "a {}" }));
    expect(textsOf(home)).toEqual({
      ".config/absolute": "absolute\n",
      ".config/sample/config.toml": "a = 1\n",
      ".local/share/sample": "data\n",
      ".sample.css": "a {}",
    });
    expect(home.description.sessionVariables).toMatchObject({ SAMPLE: "1" });
    expect(home.description.sessionVariables).not.toHaveProperty("UNSET");
    expect(home.description.packages.map(({ name }) => name)).toEqual(["sample"]);
  });

  test("takes a file of one's own in the place of settings and texts", () => {
    const { description } = homeOf(
      [sample],
      enabled({ settings: "/etc/config.toml", style: { source: "./a.css" } }),
    );
    const sources = description.files.map(({ content }) => content).filter(({ type }) => type === "source");
    expect(sources).toEqual([
      { type: "source", path: "/etc/config.toml" },
      { type: "source", path: "/conf/a.css" },
    ]);
  });

  test("without settings has no file for them, and with null no package", () => {
    const { description } = homeOf([sample], enabled({ package: null, style: "x" }));
    expect(description.files.map(({ target }) => target)).not.toContain(".config/sample/config.toml");
    expect(description.packages).toEqual([]);
  });

  test("is refused on a system it is not for", () => {
    const { failedAssertions } = homeOf([sample], enabled({ style: "x" }), { os: "darwin" });
    expect(failedAssertions).toEqual([expect.stringContaining("programs.sample is for Linux only")]);
  });

  test("checks what it asserts", () => {
    expect(homeOf([sample], enabled({})).failedAssertions).toEqual(["no style"]);
  });
});

describe("code for a shell", () => {
  test("does not load the shell's module", () => {
    expect(homeOf([sample, shell], enabled({ style: "x" })).loaded).toEqual(["programs.sample"]);
  });

  test("counts in a home that uses the shell, in order", () => {
    const home = homeOf([sample, shell], {
      programs: { sample: { enable: true, style: "x" }, bash: { initExtra: "first" } },
    } as never);
    expect(textsOf(home).bashrc).toBe('first\neval "$(sample)"');
  });

  test("is left out where the integration is off", () => {
    const home = homeOf([sample, shell], {
      home: { shell: { enableShellIntegration: false } },
      programs: { sample: { enable: true, style: "x" }, bash: { initExtra: "first" } },
    } as never);
    expect(textsOf(home).bashrc).toBe("first");
  });
});

describe("options added to another module's submodules", () => {
  const accounts = defineModule({
    path: "accounts",
    options: {
      list: option(t.attrsOf(t.submodule({ address: option(t.str, { default: "nobody" }) })), {
        default: {},
      }),
    },
  });
  const mailer = defineModule({
    path: "programs.mailer",
    options: { signature: option(t.str, { default: "bye" }) },
    more: { "accounts.list.<name>.mailer": { enable: option(t.bool, { default: false }) } },
    config: {
      home: {
        file: ({ config }) =>
          Object.fromEntries(
            Object.entries((config as never as Accounts).accounts.list)
              .filter(([, { mailer }]) => mailer.enable)
              .map(([name, { address }]) => [name, { text: address }]),
          ),
      },
    },
  });
  interface Accounts {
    readonly accounts: { readonly list: Record<string, { address: string; mailer: { enable: boolean } }> };
  }

  const accountsOf = (list: object) =>
    homeOf([accounts, mailer], { programs: { mailer: { signature: "x" } }, accounts: { list } } as never);

  test("are there in every one of them", () => {
    const home = accountsOf({ work: { address: "a@b", mailer: { enable: true } }, idle: {} });
    expect(textsOf(home)).toEqual({ work: "a@b" });
  });

  test("are there as soon as one of them is defined, whatever else is loaded already", () => {
    const home = homeOf([accounts, mailer], {
      accounts: { list: { work: { address: "a@b", mailer: { enable: true } } } },
      home: {
        file: { note: { text: ({ config }: never) => (config as Accounts).accounts.list.work?.address } },
      },
    } as never);
    expect(textsOf(home)).toEqual({ note: "a@b", work: "a@b" });
  });

  test("are not there under other names", () => {
    expect(() => accountsOf({ work: { mialer: {} } })).toThrow(
      "there is no option accounts.list.work.mialer",
    );
  });
});
