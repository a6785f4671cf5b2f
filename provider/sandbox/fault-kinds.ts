/** Faults that stand in the place of the reply; `when` says whether the operation is done before. */
export const REPLACING = {
  reset: "the connection is reset",
  close: "the connection is closed without a reply",
  hang: "no reply ever comes",
  rateLimit: "429; `retryAfter` is sent as it is given, nothing if left out",
  throttle:
    "429 for each call that comes when `perSecond` were let through in the last second; `retryAfter` as for rateLimit",
  serverError: "500 with AppTego's error body",
  unavailable: "503 with an error body; `retryAfter` as for rateLimit",
  badGateway: "502 with an HTML page",
  unavailablePage: "503 with an HTML page",
  page: "200 with an HTML page, such as a captive portal's",
  empty: "200 without a body",
  noContent: "204",
  redirect: "a redirect (`status` 301, 302, 303, 307 or 308) to `location`",
  reply: "`status` and `body`, as they are given; of the content type `type`, or JSON",
  echo: "500 whose error text repeats the caller's Authorization header",
} as const;

/** Faults that spoil the reply of an operation that was done, whatever `when` says. */
export const SPOILING = {
  truncated: "half of the reply, then the connection ends",
  cutChunk: "the same in chunks, whose length nobody told",
  contentType: "the reply with the content type `text/plain`, or `type`",
  noDate: "the reply without a `Date` header",
  drip: "the reply byte by byte, one each `ms` milliseconds",
  oversized: "the reply with 6 MiB of blanks before it",
  bomb: "the same, compressed by gzip to a few kilobytes",
  withoutField: "the reply without `field`, at any depth",
  withField: "the reply with `field`, where it has it, at any depth, set to `value`",
  extraFields: "the reply with fields that nobody knows",
  unknownPermission: "the reply with a permission that nobody knows, `field` or `future_permission`",
  shuffled: "the reply with lists, keys and permissions in reverse order",
  doubled: "the reply with each entry of its lists twice",
  shortList:
    "the reply with only the first `entries` of each of its lists, none if left out; by `rate`, never again before three whole ones",
} as const;

/** Faults of what is done, or of when. */
export const MISDOING = {
  notApplied: "the reply of a success, but nothing was done",
  partlyApplied: "the reply of a success, but the last permission that was asked for isn't stored",
  late: "no reply (`reply`: hang or reset); what was asked for is done at releaseLate(), or after `ms` milliseconds",
  listLag:
    "the next `lists` lists of the same kind, within a minute, are as before the call; of a list itself: as they are now",
  latency: "the reply comes `ms` milliseconds later; for all calls, unless count says otherwise",
} as const;

/** Every kind of fault, and what it does. */
export const FAULT_KINDS = { ...REPLACING, ...SPOILING, ...MISDOING };
export type FaultKind = keyof typeof FAULT_KINDS;

/** What a kind can't be without. */
export const NEEDS: Partial<Record<FaultKind, readonly ("field" | "value" | "body" | "perSecond")[]>> = {
  withoutField: ["field"],
  withField: ["field", "value"],
  throttle: ["perSecond"],
};

/** Whether a fault stands in the place of the reply. */
export function replacesReply(kind: FaultKind): kind is keyof typeof REPLACING {
  return kind in REPLACING;
}
