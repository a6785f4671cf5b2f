const INTERRUPTS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const ends = new Set<() => Promise<void>>();
const interrupt = new AbortController();

/** Aborted by Ctrl-C: whoever goes on to the next piece of work looks here first. */
export const interrupted = interrupt.signal;

/** Does some work and ends what it needed, however the work ends: after an interrupt too. */
export async function ending<T>(end: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  ends.add(end);
  try {
    interrupted.throwIfAborted();
    return await work();
  } finally {
    if (ends.delete(end)) await end();
  }
}

/** At an interrupt ends all that is in use, and then this process with the exit code that shells expect. */
export function endAtInterrupt(): void {
  for (const [signal, exitCode] of Object.entries(INTERRUPTS)) {
    process.once(signal, () => {
      interrupt.abort(new Error("interrupted"));
      const all = [...ends].map(async (end) => end());
      ends.clear();
      void Promise.allSettled(all).then(() => process.exit(exitCode));
    });
  }
}
