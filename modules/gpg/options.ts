/** What can be said about GnuPG. */
import { option, packageNamed, packagePath, programOptions, sourcePath, type TreeOf, t } from "lares/module";

const settings = (file: string, example: unknown) =>
  option(t.attrsOf(t.oneOf(t.str, t.bool, t.listOf(t.str))), {
    default: {},
    description: `Options in \`${file}\`. True is the option alone, false leaves it out, a list repeats it.`,
    example,
  });

const publicKey = t.submodule({
  source: option(t.nullOr(t.oneOf(packagePath, sourcePath)), {
    default: null,
    description: "The file with the keys. Instead of `text`.",
    example: "./keys/bob.asc",
  }),
  text: option(t.nullOr(t.str), {
    default: null,
    description: "The keys themselves, armoured. Instead of `source`.",
  }),
  trust: option(t.nullOr(t.enum("unknown", 1, "never", 2, "marginal", 3, "full", 4, "ultimate", 5)), {
    default: null,
    description:
      "How far the keys' owners are trusted to certify others' keys, by name or by GnuPG's number; null leaves it as it is.",
  }),
});

export const options = {
  ...programOptions("GnuPG", packageNamed("gnupg", { mainProgram: "gpg" })),
  homedir: option(t.path, {
    default: ({ config }) =>
      config.home.preferXdgDirectories
        ? `${config.xdg.dataHome}/gnupg`
        : `${config.home.homeDirectory}/.gnupg`,
    defaultText: "~/.gnupg, or below xdg.dataHome where home.preferXdgDirectories says so",
    description: "GnuPG's folder.",
  }),
  settings: settings("gpg.conf", { "no-comments": false, "s2k-cipher-algo": "AES128" }),
  scdaemonSettings: settings("scdaemon.conf", { "disable-ccid": true }),
  dirmngrSettings: settings("dirmngr.conf", { keyserver: "hkps://keys.openpgp.org" }),
  gpgsmSettings: settings("gpgsm.conf", { "with-md5-fingerprint": true }),
  publicKeys: option(t.listOf(publicKey), {
    default: [],
    description: "Others' keys, imported at each switch.",
  }),
  mutableKeys: option(t.bool, {
    default: true,
    description: "Whether other keys may be there. Otherwise each switch leaves those of `publicKeys` alone.",
  }),
  mutableTrust: option(t.bool, {
    default: true,
    description: "Whether other trust may be there. Otherwise each switch leaves that of `publicKeys` alone.",
  }),
};
export interface GpgOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly gpg: GpgOptions;
  }
}
