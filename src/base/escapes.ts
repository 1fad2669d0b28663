/** Escape sequences of terminals (ECMA-48): colours, cursor movements, titles. */

export const withoutEscapes = (text: string): string =>
  text.includes("\x1b") ? text.replace(escapeSequences, "") : text;

const escapeSequences = /\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;
