import { type Goal, goalOf, identityOf } from "./goals";
import type { Step, Wished } from "./scenario";

/** What the program of a story declares at the moment. */
export interface Program {
  /** By slot. */
  readonly wishes: ReadonlyMap<number, Wished>;
  /** The e-mail addresses of all users that it ever declared, in lower case. */
  readonly declared: ReadonlySet<string>;
  readonly goals: () => Goal[];
  /** Changes it as a step says; steps that change no program are none of its business. */
  readonly take: (step: Step, isInterrupted: boolean) => void;
}

/** A program that declares this. */
export function programOf(first: readonly Wished[]): Program {
  const wishes = new Map<number, Wished>();
  const declared = new Set<string>();
  const wish = (wished: Wished) => {
    wishes.set(wished.slot, wished);
    if (wished.type === "User") declared.add((identityOf(wished) ?? "").toLowerCase());
  };
  for (const wished of first) wish(wished);
  return {
    wishes,
    declared,
    goals: () => [...wishes.values()].map((wished) => goalOf(wished)),
    take(step, isInterrupted) {
      if (step.does === "declare") {
        // What a killed process left behind is found by the resource that it was for: so that one must still be there.
        if (!isInterrupted || !wishes.has(step.wished.slot)) wish(step.wished);
        return;
      }
      const wished = "slot" in step ? wishes.get(step.slot) : undefined;
      if (wished === undefined) return;
      if (step.does === "permissions") wish({ ...wished, permissions: step.permissions });
      if (step.does === "enable") wish({ ...wished, enabled: !wished.enabled });
      if (isInterrupted) return;
      if (step.does === "rotate") wish({ ...wished, rotation: wished.rotation + 1 });
      if (step.does === "rename") wish({ ...wished, variant: 1 - wished.variant });
      if (step.does === "remove") wishes.delete(wished.slot);
    },
  };
}
