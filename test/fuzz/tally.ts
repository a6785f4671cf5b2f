import { readFileSync, rmSync } from "node:fs";

/** What a file holds, which is removed; nothing where there is none. */
export function takeFile(file: string): string {
  try {
    const text = readFileSync(file, "utf8");
    rmSync(file);
    return text;
  } catch {
    return ""; // no call was made
  }
}

/** How often each value comes, whatever its letter case. */
export function countOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values.map((one) => one.toLowerCase())) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
