/** Objects that come whole and objects that come in pieces are the same files, in the pool too. */
import * as fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { formatHash } from "../../src/format/hash.ts";
import type { Incoming } from "../../src/store/incoming.ts";
import { narHashOfTree } from "../../src/store/nar-hash.ts";
import { narPieces } from "../../src/store/nar-pieces.ts";
import { openStore } from "../../src/store/open-store.ts";
import { directoryNode, fileNode, linkNode, type TreeNode } from "../../src/store/tree.ts";
import { verifyStore } from "../../src/store/verify.ts";
import { temporaryPlaces } from "./places.ts";

const trees: Readonly<Record<string, TreeNode>> = {
  folder: directoryNode([
    ["a", fileNode("more than its name\n")],
    ["b", fileNode("b")],
    [
      "deeper",
      directoryNode([
        ["b", fileNode("b")],
        ["run", fileNode("#!/bin/sh\n", true)],
        ["to", linkNode("../b")],
      ]),
    ],
    ["empty", fileNode("")],
    ["large", fileNode(Buffer.alloc(1_500_000, "large "))],
    ["name-of-twenty-four-byte", fileNode("12345678", true)],
  ]),
  file: fileNode("a file alone", true),
};

const ways: Readonly<Record<string, (incoming: Incoming, nar: Buffer) => void>> = {
  whole: (incoming, nar) => incoming.writeWhole(nar),
  "in pieces": (incoming, nar) => {
    for (let at = 0; at < nar.length; at += 1000) incoming.write(nar.subarray(at, at + 1000));
  },
};

for (const [kind, tree] of Object.entries(trees))
  for (const [way, write] of Object.entries(ways))
    test(`a ${kind} that comes ${way} is the one that was sent`, async () => {
      const [from, to] = [temporaryPlaces(), temporaryPlaces()];
      const [sender, receiver] = [openStore(from), openStore(to)];
      const sent = sender.addNode("sent", [], tree);
      const { ca: _, ...info } = sender.queryPathInfo(sent)!;
      const path = join(to.storeDir, sent.slice(from.storeDir.length + 1)) as StorePath;
      const incoming = receiver.receive({ ...info, path });
      write(incoming, Buffer.concat([...narPieces(absolutePath(sent))]));
      incoming.finish();
      await receiver.admit([incoming]);

      const hash = formatHash(
        { algorithm: "sha256", bytes: narHashOfTree(absolutePath(path)).hash },
        "base16",
      );
      expect(hash).toBe(info.narHash);
      expect(verifyStore(receiver, to)).toMatchObject({ findings: [] });
      const pool = (storeDir: string) => fs.readdirSync(join(storeDir, ".links")).sort();
      expect(pool(to.storeDir)).toEqual(pool(from.storeDir));
      for (const name of pool(to.storeDir))
        expect(fs.statSync(join(to.storeDir, ".links", name)).nlink).toBeGreaterThan(1);
      sender.close();
      receiver.close();
    });
