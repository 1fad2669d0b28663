/** Facts about the machine a home is for; what a lazy definition sees as `host`. */
export interface Host {
  readonly os: "linux" | "darwin";
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string;
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
