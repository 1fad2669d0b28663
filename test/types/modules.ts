/** Checked by `npm run typecheck`, never run: what the types of modules made by the table accept and refuse. */
import { type Config, defineHome, mkDefault, mkIf } from "../../src/index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

holds<Equal<Config["programs"]["zoxide"]["enableBashIntegration"], boolean>>();
holds<Equal<Config["programs"]["tmux"]["keyMode"], "emacs" | "vi">>();
holds<Equal<Config["accounts"]["email"]["accounts"][string]["folders"]["inbox"], string>>();

defineHome({
  programs: {
    bottom: { enable: true, package: null, settings: { flags: { rate: 250, list: [1, "two"] } } },
    zoxide: mkIf(({ host }) => host.os === "linux", { enable: true, options: mkDefault(["--cmd", "j"]) }),
    fzf: { enable: true, historyWidget: { bash: { command: "" } } },
  },
  systemd: {
    user: {
      services: { a: { Unit: { Description: "A", After: ["b.service"] }, Service: { ExecStart: "/bin/a" } } },
    },
  },
  xdg: { mimeApps: { enable: true, defaultApplications: { "text/plain": "vim.desktop" } } },
  accounts: { email: { accounts: { work: { address: "a@b.c", realName: "A", flavor: "fastmail.com" } } } },
});

// @ts-expect-error a typo in an option of a table's module
defineHome({ programs: { bottom: { setings: {} } } });
// @ts-expect-error a shell that it has no integration for
defineHome({ programs: { zoxide: { enableIonIntegration: true } } });
// @ts-expect-error a wrong literal
defineHome({ programs: { tmux: { keyMode: "vim" } } });
// @ts-expect-error a typo in a unit's own option
defineHome({ systemd: { user: { services: { a: { Unit: { Description: 1 } } } } } });
// @ts-expect-error a provider that is not known
defineHome({ accounts: { email: { accounts: { work: { flavor: "gmial.com" } } } } });
// @ts-expect-error an XDG option that does not exist
defineHome({ xdg: { mimeApp: {} } });
