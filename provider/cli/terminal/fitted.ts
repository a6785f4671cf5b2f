import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import type { Terminal } from "./terminal";

/** A text whose lines a terminal would break within words, broken between them; as it is where nobody reads it as it comes. */
export function fitted(
  { isTerminal, columns }: Pick<Terminal, "isTerminal" | "columns">,
  text: string,
): string {
  const fit = (line: string): string => {
    if (stringWidth(line) <= columns) return line; // a table's rows, which are made to fit
    const [indent = ""] = /^ */.exec(line) ?? [];
    return wrapAnsi(line.slice(indent.length), columns - indent.length)
      .split("\n")
      .map((part) => `${indent}${part}`)
      .join("\n");
  };
  return isTerminal ? text.split("\n").map(fit).join("\n") : text;
}
