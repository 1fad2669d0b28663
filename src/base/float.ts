/**
 * A whole number that is to be written with a decimal point, for formats that tell `1.0` from `1`. JavaScript does
 * not; plain data configurations write the same as `{"_type": "float", "value": 1}`.
 */
export interface Float {
  readonly _type: "float";
  readonly value: number;
}

/** `float(1)` is written `1.0` where the format has floating point numbers of their own. */
export const float = (value: number): Float => ({ _type: "float", value });

export const isFloat = (value: unknown): value is Float =>
  typeof value === "object" &&
  value !== null &&
  "_type" in value &&
  value._type === "float" &&
  "value" in value &&
  typeof value.value === "number";

/** `1.0`, `0.25`, `1e+21`: never to be mistaken for an integer. Not for infinities. */
export const floatText = ({ value }: Float): string => {
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};

/** As C's `%f` prints it, unless that would lose digits. */
export const fixedText = (value: number): string => {
  const text = value.toFixed(6);
  return Number(text) === value ? text : String(value);
};
