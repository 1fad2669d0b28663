/** Nix told that Lares' folder of a home is its store; its own settings, where there are any, do not count. */
import { join } from "node:path";
import { environmentFor } from "../command.ts";

export const nixEnvironment = (home: string): Readonly<Record<string, string>> => ({
  ...environmentFor(home),
  NIX_STORE_DIR: join(home, ".local/share/lares/store"),
  NIX_STATE_DIR: join(home, ".local/share/lares/var"),
  NIX_LOG_DIR: join(home, ".local/share/lares/var/log/nix"),
  NIX_CONF_DIR: home,
  NIX_CONFIG: "build-users-group =\nsubstituters =\nsandbox = false",
  NIX_REMOTE: "local",
});
