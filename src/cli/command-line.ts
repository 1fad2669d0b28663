/** The command as it was typed, for the history, the index of backups and whoever waits for the lock. */
import { printable, shellQuoted } from "./render/printable.ts";

export const commandLine = (): string =>
  printable(["lares", ...process.argv.slice(2).map(shellQuoted)].join(" "));
