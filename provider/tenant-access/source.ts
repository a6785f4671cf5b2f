import type { Document, Node, Pair } from "yaml";
import { yaml } from "../api/yaml-node";
import type { Path } from "./problems";

/** Something that is wrong with a text, and where: an offset in characters. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** A YAML or JSON text as data, and the way back from the data to the text. */
export interface Source {
  /** What the text says; undefined where it can't be told, as it breaks YAML's rules. */
  readonly value: unknown;
  /** Mistakes in the text itself; a value may be there all the same. */
  readonly faults: readonly Fault[];
  /** Where a path of the value stands: what stands there, or the key before it; what is nearest where nothing does. */
  readonly offsetOf: (path: Path, aboutKey: boolean) => number;
  /** `line:column`, both from 1. */
  readonly position: (offset: number) => string;
}

/** Reads a YAML text; JSON is YAML too. */
export function parseSource(text: string): Source {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false, // found below, with the place of the first one
  });
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const broken = [...syntaxFaults(document), ...aliasFaults(document), ...keyFaults(document)];
  return {
    // An alias yields the same object each time, so that no number of them makes the data large.
    value: broken.length === 0 ? (document.toJS({ maxAliasCount: -1 }) as unknown) : undefined,
    faults: [...broken, ...repeatedKeys(document, position)],
    offsetOf: (path, aboutKey) => offsetOf(document, path, aboutKey),
    position,
  };
}

function syntaxFaults(document: Document.Parsed): Fault[] {
  return [...document.errors, ...document.warnings].map(({ code, message, pos: [offset] }) => ({
    offset,
    message:
      code === "MULTIPLE_DOCS"
        ? "a second document begins here: keep one in the file"
        : `not YAML: ${message}`,
  }));
}

function aliasFaults(document: Document.Parsed): Fault[] {
  const faults: Fault[] = [];
  yaml().visit(document, {
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      if (target !== undefined && !ancestors.includes(target)) return;
      const why = target === undefined ? "stands for nothing above it" : "stands for what it is a part of";
      faults.push({ offset: startOf(alias), message: `the alias *${alias.source} ${why}: remove it` });
    },
  });
  return faults;
}

function keyFaults(document: Document.Parsed): Fault[] {
  const { isNode, isScalar, visit } = yaml();
  const faults: Fault[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) && isNode(key))
        faults.push({ offset: startOf(key), message: "a key must be plain text: quote it" });
    },
  });
  return faults;
}

function repeatedKeys(document: Document.Parsed, position: (offset: number) => string): Fault[] {
  const faults: Fault[] = [];
  yaml().visit(document, {
    Map(_, map) {
      const first = new Map<string, number>();
      for (const { key } of map.items) {
        const name = keyName(key);
        if (name === undefined) continue;
        const other = first.get(name);
        const offset = startOf(key);
        if (other === undefined) first.set(name, offset);
        else
          faults.push({
            offset,
            message: `the key ${JSON.stringify(name)} is here already, at ${position(other)}: keep one of them`,
          });
      }
    },
  });
  return faults;
}

function offsetOf(document: Document.Parsed, path: Path, aboutKey: boolean): number {
  const { isAlias, isMap, isNode, isScalar, isSeq } = yaml();
  let offset = startOf(document.contents);
  let node: unknown = document.contents;
  for (const [depth, part] of path.entries()) {
    const container = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(container)) {
      node = container.items[Number(part)];
    } else {
      const pair = isMap(container)
        ? container.items.findLast(({ key }: Pair) => keyName(key) === String(part))
        : undefined;
      if (pair === undefined) return offset;
      node = pair.value;
      offset = startOf(pair.key);
      if (aboutKey && depth === path.length - 1) return offset;
    }
    if (!isNode(node)) return offset;
    offset = isScalar(node) && node.value === null && node.source === "" ? offset : startOf(node);
  }
  return offset;
}

/** The name that a key has in the data; undefined for a key that is a list or map. */
function keyName(key: unknown): string | undefined {
  const value = yaml().isScalar(key) ? key.value : undefined;
  if (value === null) return "";
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function startOf(node: unknown): number {
  return (yaml().isNode(node) ? (node as Node).range?.[0] : undefined) ?? 0;
}
