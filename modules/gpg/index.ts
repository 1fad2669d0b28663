/** GnuPG: `gpg.conf` and its like, and others' public keys. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  type Files,
  joinText,
  mkDefault,
  mkIf,
  mkMerge,
  sortedEntries,
} from "lares/module";
import { copyFiles, filesInFolder, isInHome } from "./folder.ts";
import { importKeys, keyFiles, makeHomedir } from "./keys.ts";
import { options } from "./options.ts";

export default defineProgram("programs.gpg", {
  url: import.meta.url,
  options,
  files: (gpg, { config }) => ({ ...filesInFolder(ownFiles(gpg), config), ...keyFiles(gpg) }),
  variables: ({ homedir }) => ({ GNUPGHOME: homedir }),
  assertions: ({ publicKeys }) =>
    publicKeys.map(({ source, text }, i) => ({
      assertion: (source === null) !== (text === null),
      message: `programs.gpg.publicKeys.[${i}] needs one of source and text.`,
    })),
  config: {
    home: {
      activation: mkMerge([
        { gpgHomedir: { after: ["writeBoundary"], run: makeHomedir } },
        mkIf(({ config }) => !isInHome(config), {
          gpgFiles: {
            after: ["gpgHomedir"],
            run: (context: Context) => copyFiles(ownFiles(context.config.programs.gpg), context),
          },
        }),
        mkIf(importsKeys, { gpgKeys: { after: ["writeBoundary", "gpgHomedir"], run: importKeys } }),
      ]),
    },
    programs: { gpg: { settings: strictSettings } },
  },
});

function ownFiles(gpg: Context["config"]["programs"]["gpg"]): Files {
  return {
    "gpg.conf": settingsFile(gpg.settings),
    "scdaemon.conf": settingsFile(gpg.scdaemonSettings),
    "dirmngr.conf": settingsFile(gpg.dirmngrSettings),
    "gpgsm.conf": settingsFile(gpg.gpgsmSettings),
  };
}

function importsKeys({ config }: Context): boolean {
  const { publicKeys, mutableKeys, mutableTrust } = config.programs.gpg;
  return publicKeys.length > 0 || !mutableKeys || !mutableTrust;
}

type Definition = string | boolean | readonly string[];
type Settings = Context["config"]["programs"]["gpg"]["settings"];

function settingsFile(settings: Settings): FileSpecification | undefined {
  return joinText(...sortedEntries(settings).flatMap(([name, value]) => settingLines(name, value)));
}

function settingLines(name: string, value: Settings[string]): readonly string[] {
  if (typeof value === "boolean") return value ? [name] : [];
  return [value].flat().map((text) => `${name} ${text}`);
}

/** Stronger algorithms than GnuPG's own, longer key ids, and nothing told about the program. */
function strictSettings() {
  const settings: Readonly<Record<string, Definition>> = {
    "personal-cipher-preferences": "AES256 AES192 AES",
    "personal-digest-preferences": "SHA512 SHA384 SHA256",
    "personal-compress-preferences": "ZLIB BZIP2 ZIP Uncompressed",
    "default-preference-list": "SHA512 SHA384 SHA256 AES256 AES192 AES ZLIB BZIP2 ZIP Uncompressed",
    "cert-digest-algo": "SHA512",
    "s2k-digest-algo": "SHA512",
    "s2k-cipher-algo": "AES256",
    charset: "utf-8",
    "fixed-list-mode": true,
    "no-comments": true,
    "no-emit-version": true,
    "keyid-format": "0xlong",
    "list-options": "show-uid-validity",
    "verify-options": "show-uid-validity",
    "with-fingerprint": true,
    "require-cross-certification": true,
    "no-symkey-cache": true,
    "use-agent": true,
  };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, mkDefault<Definition>(value)]),
  );
}
