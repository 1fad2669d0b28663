import { LaresError } from "../../base/errors.ts";
import { declareCommand } from "../command.ts";
export const command = declareCommand({
  name: "backups",
  usage: [""],
  description: [],
  flags: {},
  positionals: [0, 0],
  examples: [],
});
export const run = (): never => {
  throw new LaresError({ code: "unfinished", message: "unfinished" });
};
