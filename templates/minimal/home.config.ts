import { defineHome } from "lares";

export default defineHome({
  home: {
    sessionVariables: { EDITOR: "vi" },
    file: {
      ".config/lares-hello": { text: "This file comes from home.config.ts.\n" },
    },
  },
});
