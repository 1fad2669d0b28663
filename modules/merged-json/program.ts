/** What a step runs under Node: CommonJS, for every version of it. The file and the key are arguments, the value is the input. */
export const program = `
const fs = require("fs"), path = require("path");
const [file, key] = process.argv.slice(1);
const given = JSON.parse(fs.readFileSync(0, "utf8"));

const main = () => {
  const own = read();
  const merged = own === undefined ? given : both(own, given);
  if (JSON.stringify(merged) === JSON.stringify(own)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file + ".lares-new", JSON.stringify(merged, null, 2) + "\\n");
  fs.renameSync(file + ".lares-new", file);
};

const read = () => {
  let text = "";
  try { text = fs.readFileSync(file, "utf8"); } catch (error) { if (error.code !== "ENOENT") throw error; }
  if (text.trim() === "") return undefined;
  try { return JSON.parse(withoutTrailingCommas(withoutComments(text))); }
  catch (error) { console.error(file + " cannot be read: " + error.message + ". Repair it, or move it away."); process.exit(1); }
};
const withoutComments = (text) =>
  text.replace(/("(?:\\\\.|[^"\\\\])*")|\\/\\/[^\\n]*|\\/\\*[^]*?\\*\\//g, (_, string) => string || " ");
const withoutTrailingCommas = (text) =>
  text.replace(/("(?:\\\\.|[^"\\\\])*")|,(?=\\s*[}\\]])/g, (_, string) => string || "");

const both = (a, b) => isSet(a) && isSet(b) ? sets(a, b) : key !== "" && areSets(a) && areSets(b) ? lists(a, b) : b;
const areSets = (value) => Array.isArray(value) && value.every(isSet);
const isSet = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const sets = (a, b) => {
  const merged = { ...a };
  for (const name of Object.keys(b)) merged[name] = name in a ? both(a[name], b[name]) : b[name];
  return merged;
};
const lists = (a, b) => {
  const merged = new Map();
  for (const element of [...a, ...b]) {
    const name = JSON.stringify([element[key]]);
    merged.set(name, merged.has(name) ? both(merged.get(name), element) : element);
  }
  return [...merged.values()];
};
main();
`;
