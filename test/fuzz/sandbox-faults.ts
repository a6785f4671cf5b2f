import type { OperationName } from "../../provider/api/contract";
import type { FaultInput } from "../../provider/sandbox";

type Weighted = readonly [weight: number, fault: FaultInput];

/** Waits from here on are those of late commits; shorter ones only delay a reply. */
export const LATE_MS = 1_000;

const json = (status: number, body: unknown): FaultInput => ({
  kind: "reply",
  status,
  body: JSON.stringify(body),
});

const twice = (weight: number, fault: FaultInput): Weighted[] => [
  [weight, { ...fault, when: "before" }],
  [weight, { ...fault, when: "after" }],
];

/**
 * What is said to be done must be done where nothing but a list could tell: a delete that AppTego confirmed isn't asked
 * for again, so a lie about one is the only fault that isn't played.
 */
const CHECKED_WRITES: readonly OperationName[] = [
  ...(["createApiToken", "addUser", "createSamlGroupMapping", "createAutomationKey"] as const),
  ...(["updateApiTokenPermissions", "updateUserPermissions"] as const),
  ...(["updateSamlGroupMapping", "updateAutomationKey"] as const),
];

const PERMISSION_WRITES: readonly OperationName[] = [
  ...(["createSamlGroupMapping", "updateSamlGroupMapping"] as const),
  ...(["updateApiTokenPermissions", "updateUserPermissions"] as const),
];

const FIELDS = [
  ...["token_key", "token_secret", "key_id", "key_secret", "user_id", "mapping_id", "permissions"],
  ...["api_tokens", "users", "mappings", "automation_keys", "creation_time", "success"],
];

const WEIGHTED: readonly Weighted[] = [
  ...twice(2, { kind: "reset" }),
  ...twice(1, { kind: "close" }),
  ...twice(0.05, { kind: "hang" }),
  ...twice(1, { kind: "serverError" }),
  ...twice(1, { kind: "unavailable" }),
  ...twice(0.5, { kind: "unavailable", retryAfter: 2 }),
  ...twice(0.5, { kind: "badGateway" }),
  ...twice(0.5, { kind: "unavailablePage" }),
  ...twice(0.5, { kind: "page" }),
  ...twice(0.5, { kind: "empty" }),
  ...twice(0.5, { kind: "noContent" }),
  ...twice(0.5, { kind: "redirect", status: 302 }),
  ...twice(0.5, { kind: "redirect", status: 307 }),
  ...twice(0.5, { kind: "echo" }),
  ...twice(0.5, json(200, { unexpected: true })),
  ...twice(0.3, json(200, null)),
  [1, { kind: "rateLimit" }],
  [1, { kind: "rateLimit", retryAfter: 1 }],
  [0.1, { kind: "rateLimit", retryAfter: 400 }],
  // A refusal is never tried again, so that each of these ends an `up`: they are rare.
  [0.1, json(401, { error: "Authentication failed" })],
  [0.1, json(403, { error: "No", permission_denied: true, required_permission: "user_and_api_management" })],
  [0.1, json(404, { error: "Not found" })],
  [0.1, json(400, { error: "Name is missing" })],
  [0.1, json(409, { error: "Already exists" })],
  [1, { kind: "truncated" }],
  [0.5, { kind: "contentType" }],
  [0.2, { kind: "drip" }],
  [0.05, { kind: "oversized" }],
  [0.05, { kind: "bomb" }],
  ...FIELDS.map((field): Weighted => [0.3, { kind: "withoutField", field }]),
  ...FIELDS.map((field): Weighted => [0.1, { kind: "withField", field, value: null }]),
  [0.2, { kind: "withField", field: "name", value: 7 }],
  [0.5, { kind: "extraFields" }],
  [0.5, { kind: "unknownPermission" }],
  [1, { kind: "shuffled" }],
  [1, { kind: "doubled" }],
  [0.5, { kind: "shortList", operation: "reads" }],
  [0.5, { kind: "shortList", operation: "reads", entries: 1 }],
  ...CHECKED_WRITES.map((operation): Weighted => [1, { kind: "notApplied", operation }]),
  ...PERMISSION_WRITES.map((operation): Weighted => [1, { kind: "partlyApplied", operation }]),
  ...[LATE_MS, 4_000, 30_000, 80_000].map((ms): Weighted => [
    0.5,
    { kind: "late", operation: "writes", reply: "reset", ms },
  ]),
  [0.05, { kind: "late", operation: "writes", reply: "hang", ms: 4_000 }],
  [2, { kind: "listLag", operation: "writes" }],
];

function takesTime({ kind, reply, retryAfter }: FaultInput): boolean {
  return kind === "hang" || kind === "drip" || reply === "hang" || retryAfter !== undefined;
}

/** How many times faster than the real AppTego's late commits those are where time is real: it is assumed to take 90 s. */
const REAL_PACE = 30;
/** What the contract file has to say of them, in seconds: the latest comes after 2.7 s, and timers of a busy machine may be late too. */
export const REAL_LATE_SECONDS = 6;

function hastened([weight, fault]: Weighted): Weighted {
  return [weight, fault.ms === undefined ? fault : { ...fault, ms: fault.ms / REAL_PACE }];
}

/**
 * Faults of every kind, so weighted that they strike this part of all calls together.
 *
 * @param isReal time is real: nothing that only makes the caller wait, and late commits come sooner
 */
export function faultsAt(rate: number, isReal = false): FaultInput[] {
  const weighted = isReal ? WEIGHTED.filter(([, fault]) => !takesTime(fault)).map(hastened) : WEIGHTED;
  const whole = weighted.reduce((sum, [weight]) => sum + weight, 0);
  let before = 0;
  return weighted.map(([weight, fault]) => {
    const part = (rate * weight) / whole;
    const conditional = part / (1 - before); // the sandbox asks them one after the other
    before += part;
    return { ...fault, rate: conditional };
  });
}
