/** Hashes that programs want to find in their own files. */
import * as crypto from "node:crypto";

/** SHA-256 of a text's UTF-8. */
export const sha256 = (text: string, encoding: "hex" | "base64"): string =>
  crypto.hash("sha256", text, encoding);
