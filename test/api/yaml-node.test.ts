import { parseDocument } from "yaml";
import { describe, expect, test } from "vitest";
import { nodeAt } from "../../provider/api/yaml-node";

const TEXT = "operations:\n  getUsers:\n    path: people\n";
const textAt = (path: readonly PropertyKey[], unknownKey?: string) => {
  const range = nodeAt(parseDocument(TEXT), path, unknownKey)?.range;
  return range ? TEXT.slice(range[0], range[1]).trim() : undefined;
};

describe("The node that a problem is about", () => {
  test("is the value at the path", () => {
    expect(textAt(["operations", "getUsers", "path"])).toBe("people");
  });

  test("is the nearest one above where there is none", () => {
    expect(textAt(["operations", "getUsers", "reply", "email"])).toBe("path: people");
  });

  test("is the key itself where the key is unknown", () => {
    expect(textAt(["operations"], "getUsers")).toBe("getUsers");
  });

  test("is the map where it lacks that key", () => {
    expect(textAt(["operations", "getUsers"], "reply")).toBe("path: people");
  });
});
