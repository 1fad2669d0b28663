import { describe, expect, test } from "vitest";
import { describeHome } from "../../src/home/describe.ts";
import { makeLib } from "../../src/home/lib.ts";
import { emptyRegistry } from "../../src/option/module.ts";
import { mkForce, mkIf, mkMerge } from "../../src/option/property.ts";
import { defining, host } from "../option/sample.ts";

const lib = makeLib((reference) => reference, "/home/ada/.lares/home-path");

const home = (...configs: object[]) =>
  describeHome({
    modules: configs.map((config) => defining(config)),
    registry: emptyRegistry,
    context: { host, lib },
    resolvePackage: (reference) => reference,
  });

const files = (...configs: object[]) => home(...configs).description.files;

describe("files", () => {
  test("an empty home is the user's own, with nothing in it", () => {
    const { description, failedAssertions } = home({});
    expect(description).toMatchObject({
      username: "ada",
      homeDirectory: "/home/ada",
      files: [],
      packages: [],
    });
    expect(failedAssertions).toEqual([]);
  });

  test("home.file goes below the home, the xdg options below their folders, wherever these are", () => {
    const config = {
      home: { file: { ".a": { text: "1" }, "/home/ada/abs/./x//y": { text: "2" } } },
      xdg: {
        configHome: "~/conf",
        configFile: { "b/c": { text: "3" } },
        dataFile: { d: { text: "4" } },
        stateFile: { e: { text: "5" } },
        cacheFile: { f: { text: "6" } },
      },
    };
    expect(files(config).map(({ target }) => target)).toEqual([
      ".a",
      ".cache/f",
      ".local/share/d",
      ".local/state/e",
      "abs/x/y",
      "conf/b/c",
    ]);
  });

  test("a disabled entry is left out; target moves one; text of several definitions is joined", () => {
    const made = files(
      { home: { file: { a: { enable: false, text: "x" }, b: { target: "c", text: "one" } } } },
      { home: { file: { b: { text: "two" } } } },
    );
    expect(made).toMatchObject([{ target: "c", content: { type: "text", text: "one\ntwo" } }]);
  });

  test("a source is relative to the file that names it, and wins over a text", () => {
    const made = files({ home: { file: { a: { source: "./dot/a", text: "ignored", executable: true } } } });
    expect(made[0]!.content).toEqual({ type: "source", path: "/conf/dot/a", executable: true });
  });

  test("permissions make a copy; other modes with permissions are refused", () => {
    expect(files({ home: { file: { a: { text: "", permissions: "0600" } } } })[0]).toMatchObject({
      mode: "copy",
      permissions: 0o600,
    });
    const refused = home({ home: { file: { a: { text: "", permissions: 0o600, mode: "link" } } } });
    expect(refused.failedAssertions[0]).toContain("permissions");
  });

  test("an out-of-store link leads where it says, as it is", () => {
    const made = files({
      home: { file: { a: { source: ({ lib }: any) => lib.file.mkOutOfStoreSymlink("/mnt/x") } } },
    });
    expect(made[0]!.content).toEqual({ type: "symlink", text: "/mnt/x" });
  });

  test("two entries with one target, one outside the home and one with nothing in it are all reported", () => {
    const { failedAssertions } = home({
      home: {
        file: {
          a: { target: "z", text: "" },
          b: { target: "./z", text: "" },
          c: { target: "../up", text: "" },
          d: {},
          "/etc/passwd": { text: "" },
        },
      },
    });
    expect(failedAssertions).toEqual([
      'home.file.a and home.file.b both go to "z": disable one, or change its target',
      'home.file.c goes to "../up", which is outside the home directory /home/ada',
      "home.file.d has neither text nor source: give it one of them",
      'home.file."/etc/passwd" goes to "/etc/passwd", which is outside the home directory /home/ada',
    ]);
  });

  test("every entry knows the option and the file that made it", () => {
    expect(files({ xdg: { configFile: { "x/y": { text: "" } } } })[0]!.origin).toEqual({
      option: 'xdg.configFile."x/y"',
      place: { file: "/conf/home.config.ts" },
    });
  });
});

describe("the session", () => {
  test("variables may refer to each other; null leaves one out; booleans and numbers are text", () => {
    const { description } = home({
      home: {
        sessionVariables: {
          A: "a",
          B: ({ config }: any) => `${config.home.sessionVariables.A}b`,
          GONE: null,
          ON: true,
          N: 7,
        },
      },
    });
    expect(description.sessionVariables).toEqual({ A: "a", B: "ab", ON: "true", N: "7" });
  });

  test("the file for login shells sets variables, then search paths, then PATH, then the extra code", () => {
    const { description } = home({
      home: {
        sessionVariables: { EDITOR: "vi" },
        sessionSearchVariables: { MANPATH: ["/m"] },
        sessionPath: ["/one", "$HOME/two"],
        sessionVariablesExtra: "echo extra",
        language: { base: "de_DE.UTF-8" },
      },
    });
    expect(description.profileFiles["etc/profile.d/hm-session-vars.sh"]).toEqual({
      type: "text",
      text: `# Set by Lares at login; sourcing it again changes nothing that is there.
if [ -n "\${__HM_SESS_VARS_SOURCED-}" ]; then return; fi
export __HM_SESS_VARS_SOURCED=1

export EDITOR="vi"
export LANG="de_DE.UTF-8"
export MANPATH="/m\${MANPATH:+:}$MANPATH"
export PATH="/one:$HOME/two\${PATH:+:}$PATH"
echo extra
`,
    });
  });

  test("xdg.enable exports the base directories", () => {
    const { description } = home({ xdg: { enable: true, dataHome: "~/d" } });
    expect(description.sessionVariables).toMatchObject({
      XDG_CONFIG_HOME: "/home/ada/.config",
      XDG_DATA_HOME: "/home/ada/d",
    });
  });
});

describe("activation", () => {
  const names = (activation: object) => home({ home: { activation } }).description.activation;

  test("steps come after and before what they name; those before the write boundary only check", () => {
    const steps = names({
      last: { after: ["middle"], run: "l" },
      middle: { after: ["writeBoundary"], run: "m" },
      check: { before: ["writeBoundary"], run: "c" },
      early: { before: ["check"], run: "e" },
      text: "t",
    });
    expect(steps.map(({ name, phase }) => `${name}:${phase}`)).toEqual([
      "early:check",
      "check:check",
      "middle:write",
      "last:write",
      "text:write",
    ]);
  });

  test("steps that wait for each other are refused by name", () => {
    expect(() => names({ a: { after: ["b"], run: "" }, b: { after: ["a"], run: "" } })).toThrow(
      /activation steps wait for each other: .*a.*b.*a|b.*a.*b/,
    );
  });

  test("a home for one user id refuses any other", () => {
    const [step] = home({ home: { uid: 4242 } }).description.activation;
    expect(step).toMatchObject({ phase: "check" });
    expect(step!.script).toContain("4242");
  });
});

describe("assertions, warnings, specialisations", () => {
  test("all failed assertions come together, and warnings as they are", () => {
    const { failedAssertions, description } = home({
      assertions: [
        { assertion: false, message: "one" },
        { assertion: true, message: "two" },
        { assertion: ({ host }: any) => host.os === "darwin", message: "three" },
      ],
      warnings: mkIf(true, ["careful"]),
    });
    expect(failedAssertions).toEqual(["one", "three"]);
    expect(description.warnings).toEqual(["careful"]);
  });

  test("a specialisation is the home with its definitions added", () => {
    const { description } = home({
      home: { sessionVariables: { MODE: "plain", KEPT: "yes" } },
      specialisation: {
        work: { configuration: mkMerge([{ home: { sessionVariables: { MODE: mkForce("work") } } }]) },
      },
    });
    expect(description.sessionVariables.MODE).toBe("plain");
    expect(description.specialisations.work!.sessionVariables).toEqual({ MODE: "work", KEPT: "yes" });
  });
});
