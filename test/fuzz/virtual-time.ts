/** Time that passes only when somebody waits: shared by a server and by the provider that calls it. */
export interface VirtualTime {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Lets milliseconds pass; what is due by then is done. */
  readonly advance: (milliseconds: number) => void;
  /** Lets milliseconds pass, and whoever was woken by that take a turn. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Resolves once that many milliseconds have passed, by others' waiting. */
  readonly after: (milliseconds: number) => Promise<void>;
}

/** Lets everybody else take a turn of the event loop. */
export async function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const LAST_TURNS = 50;

/** Lets everybody else do what they have begun. */
export async function lastTurns(): Promise<void> {
  for (let turns = 0; turns < LAST_TURNS; turns += 1) await turn();
}

/** A clock that stands still. */
export function virtualTime(start = Date.UTC(2026, 0, 5, 9)): VirtualTime {
  let now = start;
  let sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  const advance = (milliseconds: number) => {
    now += milliseconds;
    const awake = sleepers.filter(({ due }) => due <= now).sort((one, other) => one.due - other.due);
    sleepers = sleepers.filter(({ due }) => due > now);
    for (const { wake } of awake) wake();
  };
  return {
    now: () => now,
    advance,
    async wait(milliseconds) {
      advance(milliseconds);
      await turn();
    },
    after: async (milliseconds) =>
      new Promise((wake) => {
        sleepers.push({ due: now + milliseconds, wake });
      }),
  };
}
