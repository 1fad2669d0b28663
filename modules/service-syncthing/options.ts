/** Options of Syncthing. */
import { option, packageNamed, programOptions, renamed, type TreeOf, t } from "lares/module";

const device = t.freeform(t.json, {
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "its name here",
    description: "What Syncthing calls it.",
  }),
  id: option(t.str, { description: "The device's id.", example: "7CFNTQM-IMTJBHJ-…" }),
  autoAcceptFolders: option(t.bool, {
    default: false,
    description: "Whether folders that it offers are taken at once.",
  }),
});

const versioning = t.freeform(t.json, {
  type: option(t.enum("external", "simple", "staggered", "trashcan"), {
    description: "How old versions are kept.",
  }),
});

const folder = t.freeform(t.json, {
  enable: option(t.bool, { default: true, description: "Whether the folder is shared from this machine." }),
  path: option(t.strMatching(/^(\/|~\/)/), {
    default: ({ name }) => name,
    defaultText: "its name here",
    description: "The folder.",
  }),
  id: option(t.str, {
    default: ({ name }) => name,
    defaultText: "its name here",
    description: "The folder's id, the same on every device.",
  }),
  label: option(t.str, {
    default: ({ name }) => name,
    defaultText: "its name here",
    description: "What it is called on this device.",
  }),
  type: option(t.enum("sendreceive", "sendonly", "receiveonly", "receiveencrypted"), {
    default: "sendreceive",
    description: "Which way changes go.",
  }),
  devices: option(t.listOf(t.either(t.str, t.jsonObject)), {
    default: [],
    description:
      "The devices it is shared with, by name; `{ name, encryptionPasswordFile }` with ones that may not read it.",
  }),
  versioning: option(t.nullOr(versioning), {
    default: null,
    description: "How versions that a change replaces are kept.",
    example: { type: "simple", params: { keep: "10" } },
  }),
  copyOwnershipFromParent: option(t.bool, {
    default: false,
    description: "Whether new files belong to whom their folder belongs.",
  }),
  ignorePatterns: option(t.nullOr(t.listOf(t.str)), {
    default: null,
    description: "What is left out; null leaves it to the folder.",
    example: ["*.part", "(?d).DS_Store"],
  }),
});

const nullable = <T, D>(type: Parameters<typeof t.nullOr<T, D>>[0], description: string) =>
  option(t.nullOr(type), { default: null, description });

const settings = t.freeform(t.json, {
  options: option(
    t.freeform(t.json, {
      localAnnounceEnabled: nullable(t.bool, "Whether it looks for devices in the local network."),
      localAnnouncePort: nullable(t.int, "The port of that."),
      relaysEnabled: nullable(t.bool, "Whether it goes by relays where there is no other way."),
      urAccepted: nullable(t.int, "Whether it reports how it is used: -1 no, 0 undecided, 3 yes."),
      limitBandwidthInLan: nullable(t.bool, "Whether limits hold in the local network."),
      maxFolderConcurrency: nullable(t.int, "How many folders are worked on at once."),
    }),
    { default: {} as never, mergeDefault: true, description: "Options of Syncthing as a whole." },
  ),
  devices: option(t.attrsOf(device), { default: {}, description: "Other devices, by name." }),
  folders: option(t.attrsOf(folder), { default: {}, description: "Folders, by path or name." }),
});

const credentials = t.submodule({
  username: option(t.nonEmptyStr, { description: "The user of the web interface." }),
  passwordFile: option(t.str, { description: "The file that holds the password." }),
});

export const options = {
  ...programOptions("Syncthing, folders in step", packageNamed("syncthing")),
  guiAddress: option(t.str, {
    default: "127.0.0.1:8384",
    description: "Where the web interface is: address and port, or the path of a socket.",
  }),
  guiCredentials: option(t.nullOr(credentials), {
    default: null,
    description: "Who may use the web interface.",
  }),
  passwordFile: renamed("services.syncthing.guiCredentials.passwordFile"),
  cert: option(t.nullOr(t.str), { default: null, description: "The file of the device's certificate." }),
  key: option(t.nullOr(t.str), { default: null, description: "The file of the device's key." }),
  allProxy: option(t.nullOr(t.str), {
    default: null,
    description: "A proxy for all connections.",
    example: "socks5://address.com:1234",
  }),
  extraOptions: option(t.listOf(t.str), {
    default: [],
    description: "Further arguments.",
    example: ["--reset-deltas"],
  }),
  overrideDevices: option(t.bool, {
    default: true,
    description: "Whether devices that are not listed here are removed, where any is.",
  }),
  overrideFolders: option(t.bool, {
    default: true,
    description: "Whether folders that are not listed here are removed, where any is.",
  }),
  settings: option(settings, {
    default: {} as never,
    mergeDefault: true,
    description: "Settings, told to Syncthing by its REST interface once it runs.",
    example: { gui: { theme: "black" }, options: { localAnnounceEnabled: false } },
  }),
  tray: {
    enable: option(t.bool, { default: false, description: "Whether Syncthing has an icon in the tray." }),
    command: option(t.str, {
      default: "syncthingtray --wait",
      description: "The command that shows it.",
      example: "qsyncthingtray",
    }),
    package: option(t.package, {
      default: packageNamed("syncthingtray-minimal", { mainProgram: "syncthingtray" }),
      description: "The package that shows it.",
    }),
  },
};
export interface SyncthingOptions extends TreeOf<typeof options> {}
