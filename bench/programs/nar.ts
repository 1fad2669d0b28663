/**
 * `nar pack TREE FILE`: writes the tree's NAR, and prints the NAR's hash.
 * `nar take FILE STORE HASH`: reads a NAR and unpacks it into a store, as everything that arrives there is.
 */
import * as fs from "node:fs";
import { absolutePath, below } from "../../src/base/paths.ts";
import { storePathOf } from "../../src/format/store-path.ts";
import { createIncoming } from "../../src/store/incoming.ts";
import { narHashOfTree } from "../../src/store/nar-hash.ts";
import { narPieces } from "../../src/store/nar-pieces.ts";
import { contentPieces } from "../../src/system/contents.ts";

const pack = (tree: string, file: string): void => {
  const output = fs.openSync(file, "wx");
  for (const piece of narPieces(absolutePath(tree))) fs.writeSync(output, piece);
  fs.closeSync(output);
  console.log(narHashOfTree(absolutePath(tree)).hash.toString("hex"));
};

const take = (file: string, store: string, hash: string): void => {
  const storeDir = absolutePath(store);
  const incoming = createIncoming(storeDir, below(storeDir, "tree"), {
    path: storePathOf(storeDir, below(storeDir, `${"0".repeat(32)}-tree`))!,
    narHash: `sha256:${hash}`,
    narSize: fs.statSync(file).size,
    references: [],
    registrationTime: 1,
  });
  for (const piece of contentPieces(file)) incoming.write(piece);
  incoming.finish();
};

const [what, ...words] = process.argv.slice(2);
if (what === "pack") pack(words[0]!, words[1]!);
else take(words[0]!, words[1]!, words[2]!);
