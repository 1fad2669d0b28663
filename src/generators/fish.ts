/** Text for fish. */

/** One word that fish takes literally: in single quotes only a backslash and a quote are special. */
export const quoteFish = (text: string): string =>
  /^[A-Za-z0-9,._+:@%/-]+$/.test(text) ? text : `'${text.replace(/[\\']/g, "\\$&")}'`;

/** In fish's double quotes, where variables and commands are expanded. */
export const expandingFishQuote = (text: string): string => `"${text.replace(/(?<!\\)"/g, '\\"')}"`;
