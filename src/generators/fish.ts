/** Text for fish. */

/** One word that fish takes literally: in single quotes a backslash is special only before another or a quote. */
export const quoteFish = (text: string): string =>
  /^[A-Za-z0-9,._+:@%/-]+$/.test(text) ? text : `'${text.replace(/\\(?=[\\']|$)|'/g, "\\$&")}'`;

/** In fish's double quotes, where variables and commands are expanded. */
export const expandingFishQuote = (text: string): string => `"${text.replace(/(?<!\\)"/g, '\\"')}"`;
