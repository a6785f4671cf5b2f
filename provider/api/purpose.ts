import { AsyncLocalStorage } from "node:async_hooks";

const purposes = new AsyncLocalStorage<string>();

/**
 * Every call made within `work` bears this purpose in the call log, as in "create ApiToken ci".
 * Source: seed, "Production Integration Checklist": record the request purpose.
 */
export function withPurpose<T>(purpose: string, work: () => Promise<T>): Promise<T> {
  return purposes.run(purpose, work);
}

/** What the running calls are for; undefined where nobody said. */
export function currentPurpose(): string | undefined {
  return purposes.getStore();
}
