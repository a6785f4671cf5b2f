import type { Operation, OperationName } from "./contract";
import { type Client, perform, type Result } from "./perform";

// A list that goes on longer is taken for one that never ends: 20 tokens, 10 keys and 100 users are the limits (seed, docs).
const MOST_PAGES = 100;

/**
 * One call; a list that comes in pages is read whole. A page that fails fails the list: half of one would show as gone what
 * is only on a later page.
 */
export async function performWhole(
  client: Client,
  name: OperationName,
  operation: Operation,
  body: unknown,
): Promise<Result> {
  const asked = new Set<string>();
  let attempts = 0;
  let whole: unknown;
  let page: string | undefined;
  for (;;) {
    const result = await perform(client, name, operation, body, page);
    const { reading } = result;
    attempts += result.attempts;
    if (!reading.ok) return { reading, attempts };
    whole = joined(whole, reading.value);
    page = reading.next;
    if (page === undefined) return { reading: { ...reading, value: whole }, attempts };

    const endless = asked.has(page) || asked.size + 1 === MOST_PAGES;
    if (endless) {
      const problem = asked.has(page)
        ? "the list names a page that it named before"
        : `the list has more than ${MOST_PAGES} pages`;
      const { status } = reading;
      const facts = { operation: name, kind: "unexpectedReply", outcome: "ambiguous", status } as const;
      return { reading: { ok: false, failure: { ...facts, problem, attempts } }, attempts };
    }
    asked.add(page);
  }
}

/** Two pages as one reply: their lists one after the other. */
function joined(before: unknown, page: unknown): unknown {
  if (typeof before !== "object" || before === null || typeof page !== "object" || page === null) return page;
  const entries = Object.entries(page).map(([field, value]: [string, unknown]) => {
    const earlier: unknown = Reflect.get(before, field);
    return [
      field,
      Array.isArray(earlier) && Array.isArray(value) ? (earlier as unknown[]).concat(value) : value,
    ];
  });
  return Object.fromEntries(entries);
}
