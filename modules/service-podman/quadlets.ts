/**
 * Quadlets: units that Podman's own generator makes services of, when the user's systemd reads its units. Keys as in
 * podman-systemd.unit(5).
 */
import {
  type ConfigOf,
  option,
  plainValue,
  type Scalar,
  sortedEntries,
  t,
  toSystemdUnit,
} from "lares/module";

type Word = Scalar;
type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const words = (description: string, example?: readonly string[]) =>
  option(t.listOf(t.str), { default: [], description, ...(example && { example }) });
const word = (description: string, example?: string) =>
  option(t.nullOr(t.str), { default: null, description, ...(example !== undefined && { example }) });
const pairs = (description: string) =>
  option(t.attrsOf(t.oneOf(t.str, t.numeral, t.bool)), { default: {}, description });
const atom = t.nullOr(t.oneOf(t.str, t.numeral, t.bool));
const variables = (description: string) =>
  option(t.attrsOf(t.either(atom, t.listOf(atom))), { default: {}, description });
const identity = (description: string) =>
  option(t.nullOr(t.either(t.int, t.str)), { default: null, description });

const common = {
  autoStart: option(t.bool, { default: true, description: "Whether it starts with the session." }),
  description: word("What it is, in a few words."),
  extraConfig: option(t.attrsOf(t.jsonObject), {
    default: {},
    description: "Further keys of the quadlet, by section.",
    example: { Service: { TimeoutStartSec: 15 } },
  }),
  extraPodmanArgs: words("Further arguments of Podman's."),
};

const containerOptions = {
  ...common,
  image: option(t.str, {
    description: "The image; `NAME.image` and `NAME.build` are those of this home.",
    example: "docker.io/alpine:latest",
  }),
  addCapabilities: words("Capabilities it has beside the usual ones.", ["CAP_NET_ADMIN"]),
  dropCapabilities: words("Capabilities it lacks."),
  autoUpdate: option(t.enum(null, "registry", "local"), {
    default: null,
    description: "Where newer images are looked for.",
  }),
  devices: words("Devices it sees.", ["/dev/dri:/dev/dri"]),
  entrypoint: word("The program that runs instead of the image's."),
  exec: word("The arguments of that program.", "sleep inf"),
  environment: variables("Variables of its environment; null leaves one out."),
  environmentFile: words("Files of such variables."),
  user: identity("The user it runs as, inside."),
  group: identity("The group it runs as, inside."),
  userNS: word("How users inside are mapped to those outside."),
  ip4: word("Its address."),
  ip6: word("Its address of IPv6."),
  labels: pairs("Labels."),
  network: option(
    t.coercedTo(t.str, (name: string): readonly string[] => [name], t.listOf(t.str)),
    { default: [], description: "Networks; `NAME.network` is one of this home." },
  ),
  networkAlias: words("Further names of it in its networks."),
  ports: words("Ports that are reached from outside.", ["8080:80"]),
  volumes: words("Folders and volumes it sees; `NAME.volume:…` is one of this home.", ["data.volume:/data"]),
};

const networkOptions = {
  ...common,
  driver: word("What makes the network.", "bridge"),
  gateway: word("The gateway's address."),
  subnet: word("Its addresses.", "192.168.20.0/24"),
  internal: option(t.nullOr(t.bool), { default: null, description: "Whether nothing outside is reached." }),
  labels: pairs("Labels."),
};

const volumeOptions = {
  ...common,
  copy: option(t.bool, { default: true, description: "Whether it begins with what the image has there." }),
  device: word("The device that is mounted.", "tmpfs"),
  driver: word("What makes the volume."),
  image: word("The image that it is made of, with the driver `image`."),
  type: word("The type of its file system."),
  user: identity("Whose it is."),
  group: identity("Which group's it is."),
  labels: pairs("Labels."),
  preserve: option(t.bool, {
    default: true,
    description: "Whether it stays when it is no longer described. Lares deletes none.",
  }),
};

const imageOptions = {
  ...common,
  image: option(t.str, { description: "The image.", example: "docker.io/alpine:latest" }),
  tag: word("The name it has in files that it is read from."),
  authFile: word("The file of credentials."),
  certDir: word("The folder of certificates."),
  decryptionKeyFile: word("The key of encrypted images."),
  username: word("The user at the registry."),
  password: word("The password there; it is in the file for all to read: see authFile."),
  tlsVerify: option(t.bool, { default: true, description: "Whether the registry's certificate is checked." }),
};

const buildOptions = {
  ...common,
  file: option(t.str, {
    description: "The Containerfile: a path, or a URL.",
    example: "~/app/Containerfile",
  }),
  workingDirectory: word("The folder it is built from."),
  tags: words("Names of the image beside `homemanager/NAME`."),
  authFile: word("The file of credentials."),
  environment: variables("Variables while it is built; null leaves one out."),
  labels: pairs("Labels."),
  tlsVerify: option(t.bool, { default: true, description: "Whether registries' certificates are checked." }),
};

const named = <O extends object>(options: O, description: string) =>
  option(t.attrsOf(t.submodule(options)), { default: {}, description });

export const quadletOptions = {
  containers: named(containerOptions, "Containers, by name: services `podman-NAME`."),
  networks: named(networkOptions, "Networks, by name."),
  volumes: named(volumeOptions, "Volumes, by name."),
  images: named(imageOptions, "Images that are pulled, by name."),
  builds: named(buildOptions, "Images that are built, by name."),
};
export type Quadlets = ConfigOf<typeof quadletOptions>;

/** What is described for `containers/systemd`, by file name. */
export const quadletFiles = (own: Quadlets, path: string): Readonly<Record<string, string>> => {
  const kinds: readonly (readonly [
    string,
    Readonly<Record<string, never>>,
    (name: string, one: never) => Sections,
  ])[] = [
    ["container", own.containers as never, (name, one) => containerSections(name, one, own, path)],
    ["network", own.networks as never, networkSections],
    ["volume", own.volumes as never, volumeSections],
    ["image", own.images as never, imageSections],
    ["build", own.builds as never, buildSections],
  ];
  return Object.fromEntries(
    kinds.flatMap(([kind, ones, sections]) =>
      Object.entries(ones).map(([name, one]) => [
        `podman-${name}.${kind}`,
        toSystemdUnit(withExtra(sections(name, one), one) as never),
      ]),
    ),
  );
};

/** The names by which others know them: what is written by hand may not change them. */
export const quadletChecks = (own: Quadlets) =>
  (
    [
      ["containers", "Container", "ContainerName"],
      ["networks", "Network", "NetworkName"],
      ["volumes", "Volume", "VolumeName"],
      ["builds", "Build", "ImageTag"],
    ] as const
  ).flatMap(([kind, section, key]) =>
    Object.entries(own[kind]).map(([name, { extraConfig }]) => {
      const wanted = kind === "builds" ? `homemanager/${name}` : name;
      const given = (extraConfig as Sections)[section]?.[key];
      return {
        assertion: given === undefined || [given].flat().includes(wanted),
        message: `services.podman.${kind}.${JSON.stringify(name)}.extraConfig.${section}.${key} is ${JSON.stringify(given)}, but others know it as ${JSON.stringify(wanted)}: keep that name among yours, or rename the entry.`,
      };
    }),
  );

/** The services that a quadlet becomes. */
export const serviceOf = (file: string): string => {
  const [, name = "", kind = ""] = /^(.*)\.([a-z]+)$/.exec(file) ?? [];
  return kind === "container" ? `${name}.service` : `${name}-${kind}.service`;
};

const withExtra = (sections: Sections, { extraConfig }: { readonly extraConfig: Sections }): Sections => {
  const names = new Set([...Object.keys(sections), ...Object.keys(extraConfig)]);
  return Object.fromEntries(
    [...names].map((name) => [name, { ...known(sections[name] ?? {}), ...extraConfig[name] }]),
  );
};

const known = (section: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(section).filter(
      ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );

const assignments = (values: Readonly<Record<string, unknown>>): readonly string[] =>
  sortedEntries(values as Readonly<Record<string, Word | readonly Word[]>>).flatMap(([name, value]) =>
    ([value].flat() as readonly Word[])
      .filter((one) => one !== null)
      .map((one) => `${name}=${plainValue(one)}`),
  );

const managed = (labels: Readonly<Record<string, unknown>>) =>
  assignments({ "nix.home-manager.managed": "true", ...labels });

const unitSections = (
  kind: string,
  name: string,
  { autoStart, description }: { readonly autoStart: boolean; readonly description: string | null },
  service: Readonly<Record<string, unknown>>,
): Sections => ({
  Unit: { Description: description ?? `Service for ${kind} ${name}` },
  Service: service,
  ...(autoStart && { Install: { WantedBy: ["default.target", "multi-user.target"] } }),
});

/** One of this home's own goes by the name of its file. */
const reference = (text: string, own: Quadlets): string => {
  const [, name = "", kind = "", rest = ""] =
    /^([^/:]+)\.(image|build|network|volume)(:.*)?$/.exec(text) ?? [];
  const ones = { image: own.images, build: own.builds, network: own.networks, volume: own.volumes };
  return kind !== "" && name in ones[kind as keyof typeof ones] ? `podman-${name}.${kind}${rest}` : text;
};

type One<K extends keyof Quadlets> = Quadlets[K][string];

const containerSections = (name: string, one: One<"containers">, own: Quadlets, path: string): Sections => ({
  Container: {
    ContainerName: name,
    Image: reference(one.image, own),
    AddCapability: one.addCapabilities,
    DropCapability: one.dropCapabilities,
    AddDevice: one.devices,
    AutoUpdate: one.autoUpdate,
    Entrypoint: one.entrypoint,
    Exec: one.exec,
    Environment: assignments(one.environment),
    EnvironmentFile: one.environmentFile,
    User: one.user,
    Group: one.group,
    UserNS: one.userNS,
    IP: one.ip4,
    IP6: one.ip6,
    Label: managed(one.labels),
    Network: one.network.map((network) => reference(network, own)),
    NetworkAlias: one.networkAlias,
    PublishPort: one.ports,
    Volume: one.volumes.map((volume) => reference(volume, own)),
    PodmanArgs: one.extraPodmanArgs,
  },
  ...unitSections("container", name, one, {
    Environment: [`PATH=${path}`],
    Restart: "always",
    TimeoutStopSec: 30,
  }),
});

const once = (seconds: number, path?: string) => ({
  RemainAfterExit: "yes",
  TimeoutStartSec: seconds,
  ...(path !== undefined && { Environment: [`PATH=${path}`] }),
});

const networkSections = (name: string, one: One<"networks">): Sections => ({
  Network: {
    NetworkName: name,
    Driver: one.driver,
    Gateway: one.gateway,
    Internal: one.internal,
    Subnet: one.subnet,
    Label: managed(one.labels),
    PodmanArgs: one.extraPodmanArgs,
  },
  ...unitSections("network", name, one, once(15)),
});

const volumeSections = (name: string, one: One<"volumes">): Sections => ({
  Volume: {
    VolumeName: name,
    Copy: one.copy,
    Device: one.device,
    Driver: one.driver,
    Group: one.group,
    Image: one.image,
    Type: one.type,
    User: one.user,
    Label: managed({ ...one.labels, ...(!one.preserve && { "nix.home-manager.preserve": "false" }) }),
    PodmanArgs: one.extraPodmanArgs,
  },
  ...unitSections("volume", name, one, once(15)),
});

const imageSections = (name: string, one: One<"images">): Sections => ({
  Image: {
    Image: one.image,
    ImageTag: one.tag,
    AuthFile: one.authFile,
    CertDir: one.certDir,
    Creds: one.username === null ? null : `${one.username}:${one.password ?? ""}`,
    DecryptionKey: one.decryptionKeyFile,
    TLSVerify: one.tlsVerify,
    PodmanArgs: one.extraPodmanArgs,
  },
  ...unitSections("image", name, one, once(300)),
});

const buildSections = (name: string, one: One<"builds">): Sections => ({
  Build: {
    ImageTag: [`homemanager/${name}`, ...one.tags],
    File: one.file,
    SetWorkingDirectory: one.workingDirectory,
    AuthFile: one.authFile,
    Environment: assignments(one.environment),
    Label: managed(one.labels),
    TLSVerify: one.tlsVerify,
    PodmanArgs: one.extraPodmanArgs,
  },
  ...unitSections("build", name, one, once(300)),
});
