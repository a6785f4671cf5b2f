import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import type { Document, Node } from "yaml";

/** The library, loaded when there is a file to read: else it would be a fifth of what a provider process loads. */
export function yaml(): typeof Yaml {
  return createRequire(__filename)("yaml") as typeof Yaml;
}

/** The node that a problem is about: the value at the path, or the key itself where the key is unknown. */
export function nodeAt(
  document: Document,
  path: readonly PropertyKey[],
  unknownKey?: string,
): Node | undefined {
  const { isMap, isNode, isScalar } = yaml();
  for (let length = path.length; length >= 0; length--) {
    const found = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(found)) continue;
    if (unknownKey === undefined || !isMap(found)) return found;
    const key = found.items
      .map((pair) => pair.key)
      .find((item) => isScalar(item) && String(item.value) === unknownKey);
    return isNode(key) ? key : found;
  }
  return undefined;
}
