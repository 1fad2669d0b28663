/** Hashes that programs want to find in their own files. */
import * as crypto from "node:crypto";

/** SHA-256 of a text's UTF-8. */
export const sha256 = (text: string, encoding: "hex" | "base64"): string =>
  crypto.hash("sha256", text, encoding);

/** The first 15 bytes of the SHA-1 in z-base-32: the name that GnuPG gives the sockets of a home elsewhere. */
export const gnupgSocketName = (homedir: string): string => {
  const bits = [...crypto.hash("sha1", homedir, "buffer").subarray(0, 15)]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  const letters = "ybndrfg8ejkmcpqxot1uwisza345h769";
  return `d.${(bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join("")}`;
};
