/** Keys of caches in files: the secret one readable by its owner alone, the public one beside it. */
import { errnoOf, LaresError } from "../base/errors.ts";
import { generateKeys, parseSecretKey, type SecretKey } from "../format/signature.ts";
import { lstat, readText, writeNewFile } from "../system/files.ts";

/** Writes FILE (0600) and FILE.pub; never over another key. Throws `key-exists`, `bad-key`. */
export const writeKeyFiles = (name: string, file: string): { readonly public: string } => {
  const keys = generateKeys(name);
  for (const path of [file, `${file}.pub`])
    if (lstat(path) !== undefined)
      throw new LaresError({
        code: "key-exists",
        message: `${path} is there already`,
        details: ["what it signed could not be signed again with another key"],
        hint: "choose another file, or remove that one yourself",
      });
  writeNewFile(file, `${keys.secret}\n`, 0o600);
  writeNewFile(`${file}.pub`, `${keys.public}\n`);
  return keys;
};

/** Throws `key-unreadable`, `bad-key`. */
export const readSecretKey = (file: string): SecretKey => {
  try {
    return parseSecretKey(readText(file));
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    throw new LaresError({
      code: "key-unreadable",
      message: `the key ${file} cannot be read`,
      details: [(error as Error).message],
      hint: "make one: lares cache keygen NAME --out FILE",
      cause: error,
    });
  }
};
