/**
 * Checked by `npm run typecheck`, never run: what the types of a configuration accept and refuse. Each refusal is an
 * error that TypeScript expects here, so a refusal that stops happening fails the check.
 */
import { type Config, defineHome, mkDefault, mkForce, mkIf, mkMerge } from "../../src/index.ts";
import { defineModule, option, removed, renamed, t } from "../../src/module.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

const options = {
  enable: option(t.bool, { default: false }),
  name: option(t.nullOr(t.str), { default: null }),
  format: option(t.enum("openpgp", "ssh"), { default: "ssh" }),
  words: option(t.listOf(t.str), { default: [] }),
  hosts: option(t.attrsOf(t.submodule({ port: option(t.port, { default: 22 }), user: option(t.str) })), {
    default: {},
  }),
  settings: option(t.freeform(t.json, { user: option(t.str, { default: "" }) }), { default: {} as never }),
  size: option(t.either(t.int, t.str), { default: 1 }),
  package: option(t.nullOr(t.package), { default: null }),
  old: renamed<string>("programs.sample.name"),
  gone: removed("it is gone"),
};
type Tree = typeof options;
interface SampleOptions extends Tree {}
declare module "../../src/module.ts" {
  interface ProgramOptions {
    readonly sample: SampleOptions;
  }
}
type Sample = Config["programs"]["sample"];

holds<Equal<Sample["enable"], boolean>>();
holds<Equal<Sample["name"], string | null>>();
holds<Equal<Sample["format"], "openpgp" | "ssh">>();
holds<Equal<Sample["words"], readonly string[]>>();
holds<Equal<Sample["hosts"][string]["port"], number>>();
holds<Equal<Sample["size"], number | string>>();
holds<Equal<keyof Sample & "old", never>>();

defineHome({
  programs: {
    sample: mkIf(({ host }) => host.os === "linux", {
      enable: mkDefault(true),
      name: ({ config, host }) => (config.programs.sample.enable ? host.user : null),
      format: mkForce("openpgp"),
      words: mkMerge([["a"], mkIf(true, ["b"]), ({ host }) => [host.name]]),
      hosts: { box: { port: 2222, user: ({ host }) => host.user } },
      settings: { user: "ada", deep: { list: [1, "two", { three: true }] } },
      size: mkMerge([1, "large"]),
      package: "ripgrep",
      old: "still accepted",
    }),
  },
});
defineHome({
  programs: { sample: mkIf(true, { hosts: mkIf(false, { a: mkDefault({ user: mkForce("x") }) }) }) },
});
defineHome(({ host }) => ({ home: { username: host.user } }));
defineModule({ config: mkIf(({ config }) => config.programs.sample.enable, { home: { packages: ["a"] } }) });

// @ts-expect-error a typo in an option's name
defineHome({ programs: { sample: { enbale: true } } });
// @ts-expect-error a typo inside a wrapper
defineHome({ programs: { sample: mkIf(true, { enable: true, enbale: true }) } });
// @ts-expect-error a typo below a wrapper
defineHome({ programs: mkMerge([{ sample: { hosts: { box: { prot: 1 } } } }]) });
// @ts-expect-error an unknown program
defineHome({ programs: { smaple: { enable: true } } });
// @ts-expect-error a wrong literal
defineHome({ programs: { sample: { format: "pgp" } } });
// @ts-expect-error a wrong literal inside a wrapper
defineHome({ programs: { sample: { format: mkForce("pgp") } } });
// @ts-expect-error a wrong type inside a wrapper
defineHome({ programs: { sample: { enable: mkDefault("yes") } } });
// @ts-expect-error a lazy leaf of the wrong type
defineHome({ programs: { sample: { name: ({ config }) => config.programs.sample.enable } } });
// @ts-expect-error undefined is no definition
defineHome({ programs: { sample: { enable: undefined } } });
// @ts-expect-error a removed option
defineHome({ programs: { sample: { gone: 1 } } });
// @ts-expect-error an element of the wrong type
defineHome({ home: { sessionPath: [1] } });
// @ts-expect-error an entry's mode that does not exist
defineHome({ home: { file: { x: { mode: "hardlink" } } } });
