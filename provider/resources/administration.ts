/** What this run's program wishes for the tenant's administrators, and what came of it, as far as the process has seen it. */
export interface Administration {
  /** The program declares a person, with Users & API Management or without; undefined while that isn't known. */
  readonly declare: (email: string, administers: boolean | undefined) => void;
  /** What the program declares of a person; undefined where that isn't known, or it declares nothing. */
  readonly declared: (email: string) => boolean | undefined;
  /** Nothing more is coming for a person: what was to be granted is granted, or has failed. */
  readonly settle: (email: string) => void;
  /** Whether the program declares a person with Users & API Management, and the grant is still coming. */
  readonly isComing: (email: string) => boolean;
  /** Resolves when a grant is announced or settled. */
  readonly next: () => Promise<void>;
  /** A grant was waited for as long as a run waits, in vain: nobody waits again. */
  readonly giveUp: () => void;
  /** Whether that was so. */
  readonly hasGivenUp: () => boolean;
  /** The ids of users from whom this process took Users & API Management: a list that lags behind may show them with it. */
  readonly weakened: Set<string>;
}

/** Nothing is declared yet. */
export function trackAdministration(): Administration {
  const wishes = new Map<string, boolean | undefined>();
  const coming = new Set<string>();
  let waiting: (() => void)[] = [];
  let isGivenUp = false;
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };
  return {
    declare(email, administers) {
      const person = email.toLowerCase();
      wishes.set(person, administers);
      if (administers !== true) {
        coming.delete(person);
        return;
      }
      coming.add(person);
      wake();
    },
    declared: (email) => wishes.get(email.toLowerCase()),
    settle(email) {
      if (coming.delete(email.toLowerCase())) wake();
    },
    isComing: (email) => coming.has(email.toLowerCase()),
    next: async () => new Promise((resolve) => waiting.push(resolve)),
    giveUp: () => {
      isGivenUp = true;
    },
    hasGivenUp: () => isGivenUp,
    weakened: new Set(),
  };
}
