/** What can be said about the OpenSSH client. */
import { option, renamed, type SshValue, type Type, t } from "lares/module";
import { matchBlock } from "./match-block.ts";

/** What `ssh` itself would take: text, numbers, truth, lists of them, forwardings, environments. */
const directive = t.anything as Type<SshValue, SshValue>;

const block = t.freeform(directive, {
  /** The whole first line of the block; null for `Host` with the block's name. */
  header: option(t.nullOr(t.str) as Type<string | null, string>, {
    default: null,
    description: "The whole first line of the block; null for `Host` with the block's name.",
    example: 'Match host *.corp exec "test -f ~/.corp"',
  }),
});

/** An option of former times, now a directive for all hosts. */
const forAllHosts = <D>(directive: string) => renamed<D>(`programs.ssh.settings.*.${directive}`);

const sshOptions = {
  /** Whether to configure the SSH client: `~/.ssh/config`. */
  enable: option(t.bool, {
    default: false,
    description: "Whether to configure the SSH client: `~/.ssh/config`.",
  }),
  /** The OpenSSH package; null for the system's own ssh. */
  package: option(t.nullOr(t.package), {
    default: null,
    description: "The OpenSSH package; null for the system's own ssh.",
  }),
  /**
   * Whether to write ssh's usual defaults for all hosts, as Home Manager does. Set it to false and say what
   * you want in `settings."*"`; the defaults will go.
   */
  enableDefaultConfig: option(t.bool, {
    default: true,
    description:
      'Whether to write ssh\'s usual defaults for all hosts, as Home Manager does. Set it to false and say what you want in `settings."*"`; the defaults will go.',
  }),
  /**
   * Blocks of directives by host pattern, or by any name with a `header`; a name that begins with `Host ` or
   * `Match ` is its own header. Directives are named and meant as in ssh_config(5); true and false are
   * written as `yes` and `no`, lists as the directive takes them. Blocks can be ordered by `{ before, after,
   * data }`, since the first value found counts; `*` comes last.
   */
  settings: option(t.dagOf(block), {
    default: {},
    description:
      "Blocks of directives by host pattern, or by any name with a `header`; a name that begins with `Host ` or `Match ` is its own header. Directives are named and meant as in ssh_config(5); true and false are written as `yes` and `no`, lists as the directive takes them. Blocks can be ordered by `{ before, after, data }`, since the first value found counts; `*` comes last.",
    example: { github: { HostName: "github.com", User: "git", IdentityFile: "~/.ssh/github" } },
  }),
  /** Directives above all blocks, which therefore count before them. */
  extraOptionOverrides: option(t.attrsOf(directive), {
    default: {},
    description: "Directives above all blocks, which therefore count before them.",
    example: { ForwardAgent: false },
  }),
  /** Files to include above all blocks; relative ones are looked for in `~/.ssh`. */
  includes: option(t.listOf(t.str), {
    default: [],
    description: "Files to include above all blocks; relative ones are looked for in `~/.ssh`.",
    example: ["work.conf"],
  }),
  /** Further lines of the last block, the one for all hosts. */
  extraConfig: option(t.lines, {
    default: "",
    description: "Further lines of the last block, the one for all hosts.",
  }),
  /** The former shape of `settings`, with names of its own for directives. */
  matchBlocks: option(t.dagOf(matchBlock), {
    default: {},
    internal: true,
    description: "The former shape of `settings`, with names of its own for directives.",
  }),
  addKeysToAgent: forAllHosts<string>("AddKeysToAgent"),
  compression: forAllHosts<boolean>("Compression"),
  controlMaster: forAllHosts<string>("ControlMaster"),
  controlPath: forAllHosts<string>("ControlPath"),
  controlPersist: forAllHosts<string>("ControlPersist"),
  forwardAgent: forAllHosts<boolean>("ForwardAgent"),
  hashKnownHosts: forAllHosts<boolean>("HashKnownHosts"),
  serverAliveCountMax: forAllHosts<number>("ServerAliveCountMax"),
  serverAliveInterval: forAllHosts<number>("ServerAliveInterval"),
  userKnownHostsFile: forAllHosts<string>("UserKnownHostsFile"),
};

type Tree = typeof sshOptions;
export interface SshOptions extends Tree {}
export const options: SshOptions = sshOptions;

declare module "lares/module" {
  interface ProgramOptions {
    readonly ssh: SshOptions;
  }
}
