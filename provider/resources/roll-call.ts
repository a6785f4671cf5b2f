/**
 * Which resources of the program the engine has come to. It tells the provider a resource's state only then, so before
 * it has come to all of them, something in the tenant may be held by a state that nobody has told of.
 */
export interface RollCall {
  /** The program declares so many resources of a type, at least. */
  readonly expect: (type: string, count: number) => void;
  /** The engine has come to one of them. */
  readonly answer: (type: string, resource: string) => void;
  /** Waits for the last one, at most as long as `wait` does; answers whether it came. */
  readonly complete: (type: string, wait: () => Promise<void>) => Promise<boolean>;
}

interface Roll {
  expected: number;
  readonly present: Set<string>;
  readonly waiting: Set<() => void>;
}

/** A roll call that nobody is expected at yet. */
export function startRollCall(): RollCall {
  const rolls = new Map<string, Roll>();
  const rollOf = (type: string): Roll => {
    const roll = rolls.get(type) ?? {
      expected: 0,
      present: new Set<string>(),
      waiting: new Set<() => void>(),
    };
    rolls.set(type, roll);
    return roll;
  };
  const isComplete = ({ expected, present }: Roll) => present.size >= expected;
  return {
    expect: (type, count) => {
      const roll = rollOf(type);
      roll.expected = Math.max(roll.expected, count);
    },
    answer: (type, resource) => {
      const roll = rollOf(type);
      roll.present.add(resource);
      if (isComplete(roll)) for (const goOn of roll.waiting) goOn();
    },
    complete: async (type, wait) => {
      const roll = rollOf(type);
      if (!isComplete(roll)) {
        let goOn: () => void = () => undefined;
        const last = new Promise<void>((resolve) => (goOn = resolve));
        roll.waiting.add(goOn);
        await Promise.race([last, wait()]).finally(() => roll.waiting.delete(goOn));
      }
      return isComplete(roll);
    },
  };
}
