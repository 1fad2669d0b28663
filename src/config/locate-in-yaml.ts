import type { Document, Node } from "yaml";
import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
import type { Location } from "./locate.ts";

type Path = readonly string[];

/** Follows maps, sequences, aliases and tagged values (`_type: if` with its `content`). */
export const locateInYaml = (text: string, path: Path): Location | undefined => {
  const document = parseDocument(text, { merge: true });
  return locate(document, document.contents, path, 0);
};

const locate = (document: Document, node: unknown, path: Path, depth: number): Location | undefined => {
  if (!isNode(node)) return undefined;
  if (isAlias(node)) return locate(document, node.resolve(document), path, depth);
  if (isMap(node))
    return best(node.items.map(({ key, value }) => locateInPair(document, node, key, value, path, depth)));
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(path[0])];
  return found(document, item, item, path, depth);
};

const locateInPair = (
  document: Document,
  map: Node,
  key: unknown,
  value: unknown,
  path: Path,
  depth: number,
) => {
  const name = isScalar(key) ? String(key.value) : undefined;
  if (isMap(map) && map.has("_type") && (name === "content" || name === "contents"))
    return best((isSeq(value) ? value.items : [value]).map((inner) => locate(document, inner, path, depth)));
  return path.length > 0 && name === path[0] ? found(document, key, value, path, depth) : undefined;
};

const found = (
  document: Document,
  at: unknown,
  value: unknown,
  path: Path,
  depth: number,
): Location | undefined => {
  if (!isNode(at) || !at.range) return undefined;
  const deeper = path.length > 1 ? locate(document, value, path.slice(1), depth + 1) : undefined;
  return deeper ?? { offset: at.range[0], depth: depth + 1 };
};

const best = (locations: readonly (Location | undefined)[]): Location | undefined =>
  locations.reduce(
    (chosen, next) => ((next?.depth ?? -1) > (chosen?.depth ?? -1) ? next : chosen),
    undefined,
  );
