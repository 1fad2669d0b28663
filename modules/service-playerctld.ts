/** playerctld keeps track of which media player was used last. */
import { defineProgram, packageNamed, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("playerctld", packageNamed("playerctl", { mainProgram: "playerctld" })),
};
export interface PlayerctldOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly playerctld: PlayerctldOptions;
  }
}

export default defineProgram("services.playerctld", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  units: ({ package: playerctl }, { lib }) => ({
    services: {
      playerctld: {
        Unit: { Description: "MPRIS media player daemon" },
        Service: {
          ExecStart: lib.program(playerctl ?? "playerctld", "playerctld"),
          Type: "dbus",
          BusName: "org.mpris.MediaPlayer2.playerctld",
        },
        Install: { WantedBy: ["default.target"] },
      },
    },
  }),
});
