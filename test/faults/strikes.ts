/** Nothing is done. */
export const BEFORE = { when: "before" } as const;

/** It is done, and nobody is told. */
export const AFTER = { when: "after" } as const;

/** Every call is struck. */
export const always = { rate: 1 } as const;

/** A refusal in AppTego's own form. */
export function json(status: number, error: string, more: Readonly<Record<string, unknown>> = {}) {
  return { kind: "reply", status, body: JSON.stringify({ error, ...more }) } as const;
}

/** A page of whatever stands between. */
export function page(status: number) {
  return { kind: "reply", status, body: "<html>Please sign in</html>", type: "text/html" } as const;
}
