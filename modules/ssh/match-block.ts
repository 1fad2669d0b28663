/** `matchBlocks`, the former shape of `settings`: its options, and the directives that they became. */
import { type ConfigOf, option, type SshDirectives, t } from "lares/module";

const text = option(t.nullOr(t.str), { default: null });
const truth = option(t.nullOr(t.bool), { default: null });
const number = option(t.nullOr(t.int), { default: null });
const texts = option(
  t.coercedTo(t.nullOr(t.str), (one: string | null) => (one === null ? [] : [one]), t.listOf(t.str)),
  { default: [] },
);

const end = t.submodule({
  address: option(t.nullOr(t.str), { default: null }),
  port: option(t.nullOr(t.port), { default: null }),
});
const forwards = option(t.listOf(t.submodule({ bind: option(end), host: option(end) })), { default: [] });

const matchBlockOptions = {
  host: text,
  match: text,
  extraOptions: option(t.attrsOf(t.str), { default: {} }),
  port: number,
  forwardAgent: truth,
  forwardX11: option(t.bool, { default: false }),
  forwardX11Trusted: option(t.bool, { default: false }),
  identitiesOnly: option(t.bool, { default: false }),
  identityFile: texts,
  identityAgent: texts,
  user: text,
  hostname: text,
  serverAliveInterval: number,
  serverAliveCountMax: number,
  sendEnv: option(t.listOf(t.str), { default: [] }),
  setEnv: option(t.attrsOf(t.oneOf(t.str, t.int, t.float, t.bool)), { default: {} }),
  compression: truth,
  checkHostIP: option(t.bool, { default: true }),
  proxyCommand: text,
  proxyJump: text,
  certificateFile: texts,
  addressFamily: option(t.nullOr(t.enum("any", "inet", "inet6")), { default: null }),
  localForwards: forwards,
  remoteForwards: forwards,
  dynamicForwards: option(t.listOf(end), { default: [] }),
  addKeysToAgent: text,
  hashKnownHosts: truth,
  userKnownHostsFile: text,
  controlMaster: option(t.nullOr(t.enum("yes", "no", "ask", "auto", "autoask")), { default: null }),
  controlPath: text,
  controlPersist: text,
  kexAlgorithms: option(t.nullOr(t.listOf(t.str)), { default: null }),
};

export const matchBlock = t.submodule(matchBlockOptions);
export type MatchBlock = ConfigOf<typeof matchBlockOptions>;

export const headerOf = (name: string, { host, match }: MatchBlock): string =>
  match === null ? `Host ${host ?? name}` : `Match ${match}`;

/** What was false by default said nothing. */
const ifSet = (value: boolean): true | null => (value ? true : null);

export const directivesOf = (block: MatchBlock): SshDirectives => ({
  Port: block.port,
  ForwardAgent: block.forwardAgent,
  ForwardX11: ifSet(block.forwardX11),
  ForwardX11Trusted: ifSet(block.forwardX11Trusted),
  IdentitiesOnly: ifSet(block.identitiesOnly),
  IdentityFile: block.identityFile,
  IdentityAgent: block.identityAgent,
  User: block.user,
  HostName: block.hostname,
  ServerAliveInterval: block.serverAliveInterval,
  ServerAliveCountMax: block.serverAliveCountMax,
  SendEnv: block.sendEnv,
  SetEnv: block.setEnv,
  Compression: block.compression,
  CheckHostIP: block.checkHostIP ? null : false,
  ProxyCommand: block.proxyCommand,
  ProxyJump: block.proxyJump,
  CertificateFile: block.certificateFile,
  AddressFamily: block.addressFamily,
  LocalForward: block.localForwards,
  RemoteForward: block.remoteForwards.map(({ bind, host }) =>
    host.address === null && host.port === null ? { bind } : { bind, host },
  ),
  DynamicForward: block.dynamicForwards,
  AddKeysToAgent: block.addKeysToAgent,
  HashKnownHosts: block.hashKnownHosts,
  UserKnownHostsFile: block.userKnownHostsFile,
  ControlMaster: block.controlMaster,
  ControlPath: block.controlPath,
  ControlPersist: block.controlPersist,
  KexAlgorithms: block.kexAlgorithms,
});
