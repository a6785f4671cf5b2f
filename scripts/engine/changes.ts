/** How many resources an operation changed, or would change, by what was done to them. */
export interface Changes {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly same: number;
}

/** Nothing was touched. */
export const NO_CHANGES: Changes = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };

const KIND_OF_WORD: Readonly<Record<string, keyof Changes>> = {
  create: "create",
  created: "create",
  update: "update",
  updated: "update",
  replace: "replace",
  replaced: "replace",
  delete: "delete",
  deleted: "delete",
  unchanged: "same",
};

/**
 * The changes in the "Resources:" block at the end of what `pulumi` prints without colours, as in
 * "+ 2 created", "+-1 to replace", "3 changes. 3 unchanged".
 */
export function changesIn(output: string): Changes {
  const changes = { ...NO_CHANGES };
  const block = output.split(/^Resources:$/m).at(-1) ?? "";
  if (block === output) return changes;
  for (const [, count, word] of block.matchAll(/(?:^ {4}|\. )(?:[-+~=<>]+ ?)?(\d+) (?:to )?([a-z]+)/gm)) {
    const kind = KIND_OF_WORD[word ?? ""];
    if (kind) changes[kind] += Number(count);
  }
  return changes;
}

/** The changes in the summary of `pulumi preview --json`, which counts by the engine's own names. */
export function changesInSummary(summary: Readonly<Record<string, number>>): Changes {
  const count = (...kinds: string[]) => kinds.reduce((sum, kind) => sum + (summary[kind] ?? 0), 0);
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    same: count("same"),
  };
}
