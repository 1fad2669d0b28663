/** GNOME Keyring keeps passwords and keys. */
import { defineProgram, option, packageNamed, programOptions, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("GNOME Keyring", packageNamed("gnome-keyring", { mainProgram: "gnome-keyring-daemon" })),
  components: option(t.listOf(t.enum("pkcs11", "secrets", "ssh")), {
    default: [],
    description: "What it takes care of; everything where the list is empty.",
  }),
};
export interface GnomeKeyringOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly "gnome-keyring": GnomeKeyringOptions;
  }
}

export default defineProgram("services.gnome-keyring", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  units: ({ package: keyring, components }, { lib }) => ({
    services: {
      "gnome-keyring": {
        Unit: { Description: "GNOME Keyring", PartOf: ["graphical-session-pre.target"] },
        Service: {
          ExecStart: [
            `${lib.program(keyring ?? "gnome-keyring", "gnome-keyring-daemon")} --start --foreground`,
            ...(components.length > 0 ? [`--components=${components.join(",")}`] : []),
          ].join(" "),
          Restart: "on-abort",
        },
        Install: { WantedBy: ["graphical-session-pre.target"] },
      },
    },
  }),
});
