/** A question before something that cannot be undone. Without a terminal to ask on, the answer is --yes or no. */
import { LaresError } from "../base/errors.ts";
import { askLine } from "../system/terminal.ts";
import type { Output } from "./output.ts";

export const confirm = (output: Output, agreed: boolean, question: string): void => {
  if (agreed) return;
  if (output.interactive && /^y(es)?$/i.test(askLine(`${question} [y/N] `)?.trim() ?? "")) return;
  throw new LaresError({
    code: "not-confirmed",
    message: output.interactive ? "nothing was done" : `this has to be confirmed: ${question}`,
    ...(output.interactive ? {} : { hint: "add --yes" }),
  });
};
