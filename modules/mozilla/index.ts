/** Programs that extensions of Mozilla's programs may talk to: native messaging hosts. */
import { type Context, defineModule, option, type PackageReference, t } from "lares/module";

const hosts = (program: string) =>
  option(t.listOf(t.package), {
    default: [],
    description: `Packages with programs that extensions of ${program} may talk to (\`lib/mozilla/native-messaging-hosts\`).`,
  });

const mozillaOptions = {
  firefoxNativeMessagingHosts: hosts("Firefox"),
  librewolfNativeMessagingHosts: hosts("LibreWolf"),
  thunderbirdNativeMessagingHosts: hosts("Thunderbird"),
};
type Tree = typeof mozillaOptions;
export interface MozillaOptions extends Tree {}
const options: MozillaOptions = mozillaOptions;

declare module "lares/module" {
  interface Options {
    readonly mozilla: MozillaOptions;
  }
}

export default defineModule({
  path: "mozilla",
  url: import.meta.url,
  options,
  config: { home: { file: ({ config, host }) => hostFiles(config, host.os) } },
});

const hostFiles = (config: Context["config"], os: string) => {
  const { firefoxNativeMessagingHosts, librewolfNativeMessagingHosts, thunderbirdNativeMessagingHosts } =
    config.mozilla;
  const mozilla = [...firefoxNativeMessagingHosts, ...thunderbirdNativeMessagingHosts];
  return os === "darwin"
    ? {
        ...linked("Library/Application Support/Mozilla/NativeMessagingHosts", mozilla),
        ...linked(
          "Library/Application Support/LibreWolf/NativeMessagingHosts",
          librewolfNativeMessagingHosts,
        ),
      }
    : {
        ...linked(".mozilla/native-messaging-hosts", mozilla),
        ...linked(".librewolf/native-messaging-hosts", librewolfNativeMessagingHosts),
      };
};

/** One entry for each package, all with the same target. The system's own packages have theirs in place. */
const linked = (target: string, packages: readonly PackageReference[]) =>
  Object.fromEntries(
    [...new Map(packages.map((one) => [one.outPath ?? one.contents, one]))]
      .filter(([folder]) => folder !== undefined)
      .map(([folder]) => [
        `${target} of ${folder}`,
        { target, source: `${folder}/lib/mozilla/native-messaging-hosts`, recursive: true },
      ]),
  );
