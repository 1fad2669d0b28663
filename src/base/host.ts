/** Facts about the machine a home is for; what a lazy definition sees as `host`. */
export interface Host {
  readonly os: "linux" | "darwin";
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string;
  /** The C library of a Linux machine; absent means glibc. */
  readonly libc?: "glibc" | "musl";
  /** The host name up to its first dot. */
  readonly name: string;
  readonly user: string;
  /** Absolute path of the home directory. */
  readonly home: string;
  readonly uid: number;
  /** Linux inside Windows. */
  readonly wsl: boolean;
  readonly container: boolean;
  /** File name of the login shell: `zsh`. Absent where the account names none. */
  readonly shell?: string;
}

/** What may be said of a host; all of it may be left out. */
export type HostFacts = { readonly [Fact in keyof Host]?: Host[Fact] | undefined };

/** One machine of a home, in its configuration's `hosts`. */
export interface HostEntry extends HostFacts {
  /** Loaded on this host alone, besides the configuration's own `imports`; paths are relative to its file. */
  readonly imports?: readonly unknown[];
}

/** By a name for the machine: its host name, or any other where the entry's `name` gives that. */
export type HostMap = Readonly<Record<string, HostEntry>>;
