/** A value in one short line, for messages. */
export const printValue = (value: unknown, limit = 60): string => {
  const text = print(value);
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
};

const print = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    if ("_type" in value && value._type === "package" && "name" in value) return `package ${value.name}`;
    const fields = namesIn(value).map((key) => `${key}: ${print((value as Record<string, unknown>)[key])}`);
    return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
  }
  return String(value);
};

/** A submodule's options are getters of its prototype, which `Object.keys` passes over. */
const namesIn = (value: object): string[] => {
  const names: string[] = [];
  for (const name in value) names.push(name);
  return names;
};
