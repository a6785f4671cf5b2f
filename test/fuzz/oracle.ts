import { ADMINISTRATION, samePermissions, unknownPermissions } from "../../provider/api/permissions";
import { type OperationName, operations } from "../../provider/api/contract";
import { type Credential, leaksOf } from "../support/leak-scan";
import { COMPUTED_NAME } from "../../provider/resources/computed-name";
import { identityOf, nameOf } from "./goals";
import type { Entry, StackState } from "./memory-engine";
import type { Wished } from "./scenario";
import type { Content, ServerUnderTest } from "./server-under-test";
import { countOf } from "./tally";

/** What must hold whatever goes wrong. */
export const INVARIANTS = {
  I1: "no orphan: whatever the provider created and still lives is in the state",
  I2: "every live secret is in the state and works",
  I3: "no credential in the state without its secret",
  I4: "nothing of anybody else was changed or deleted",
  I5: "no secret in plain text in messages, logs or state",
  I6: "it converges, to what the program says",
  I7: "once it has, another up writes nothing",
  I8: "load is bounded: 4 calls in flight, 80 an operation, 8 a resource when nothing changes",
  I9: "the provider never takes an administrator whom the rails keep",
  I10: "at most one invitation for each creation of a user",
  I11: "what lives is never taken for gone",
  I12: "a destroy leaves nothing behind",
  I13: "no credential is deleted that a state holds and nobody gave up",
} as const;
export type Invariant = keyof typeof INVARIANTS;

/** One invariant that didn't hold. */
export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
}

/** Takes down what didn't hold; nothing where there is nothing to say. */
export type Note = (invariant: Invariant, whats: readonly string[]) => void;

/** The outputs that hold a secret, by type. */
const SECRETS = {
  ApiToken: "tokenSecret",
  AutomationKey: "keySecret",
  User: undefined,
  SamlGroupMapping: undefined,
} as const;
const ENCRYPTED = new Set(["tokenSecret", "keySecret", "authorization"]);

const REVOCATIONS = new Set<OperationName>(["deleteApiToken", "deleteAutomationKey"]);

/** Whether an id is that of an object, and not of a creation whose outcome nobody knows. */
export function isResolved({ id }: Pick<Entry, "id">): boolean {
  return !id.startsWith("unresolved:");
}

/** All that a state holds. */
export function entriesOf(state: StackState): Entry[] {
  return [...state.resources.values(), ...state.pending];
}

/** The ids of all objects of a tenant, with what they are called. */
export function namesById(content: Content): Map<string, string> {
  return new Map([
    ...content.tokens.map(({ id, name }) => [id, `API token ${name}`] as const),
    ...content.users.map(({ id, email }) => [id, `user ${email}`] as const),
    ...content.mappings.map(({ id, group }) => [id, `mapping of ${group}`] as const),
    ...content.keys.map(({ id, name }) => [id, `automation key ${name}`] as const),
  ]);
}

/** The e-mail addresses of those who can administer the tenant now. */
export function administratorsOf({ users }: Content): Set<string> {
  const administrators = users.filter(
    ({ active, permissions }) => active && permissions.includes(ADMINISTRATION),
  );
  return new Set(administrators.map(({ email }) => email));
}

/** Whether the user with this e-mail address can administer the tenant now. */
export function administrates({ users }: Content, email: string): boolean {
  return users.some(
    (user) => user.email === email && user.active && user.permissions.includes(ADMINISTRATION),
  );
}

/** The ids that the provider's calls made. */
export function createdIds(server: ServerUnderTest): Set<string> {
  const creates = server
    .journal()
    .filter((call) => call.applied && operations[call.operation].effect === "create");
  return new Set(creates.flatMap(({ id }) => (id === undefined ? [] : [id])));
}

/**
 * I1 and I12: what the provider created, lives, and no state knows of: all that bears our tag, and users and groups.
 * `named` are credentials whose name the program gave, which nothing tells from a person's own.
 *
 * @param letGo given up on purpose
 */
export function orphans(
  server: ServerUnderTest,
  known: ReadonlySet<string>,
  letGo: ReadonlySet<string>,
): { readonly ours: string[]; readonly named: string[] } {
  const content = server.content();
  const live = namesById(content);
  const isNamed = new Set(
    [...content.tokens, ...content.keys].filter(({ name }) => !COMPUTED_NAME.test(name)).map(({ id }) => id),
  );
  const lost = [...createdIds(server)].filter((id) => live.has(id) && !known.has(id) && !letGo.has(id));
  const names = (ids: string[]) => ids.map((id) => live.get(id) ?? id);
  return {
    ours: names(lost.filter((id) => !isNamed.has(id))),
    named: names(lost.filter((id) => isNamed.has(id))),
  };
}

/** The ids of what another stack holds, and of what has its names: its own runs look after both. */
export function belonging(server: ServerUnderTest, entries: readonly Entry[]): Set<string> {
  const { tokens, keys } = server.content();
  const names = new Set(entries.map(({ inputs }) => inputs["name"]));
  const named = [...tokens, ...keys].filter(({ name }) => names.has(name));
  return new Set([...entries, ...named].map(({ id }) => id));
}

/** I3. */
export function secretless(state: StackState): string[] {
  return entriesOf(state)
    .filter((entry) => {
      const secret = SECRETS[entry.type];
      return secret !== undefined && isResolved(entry) && !isText(entry.outputs[secret]);
    })
    .map(({ name, id }) => `${name} (${id})`);
}

/** I2: the credentials of the state that live and don't open what they should. */
export async function deadSecrets(server: ServerUnderTest, state: StackState): Promise<string[]> {
  const live = namesById(server.content());
  const dead: string[] = [];
  for (const { name, type, id, outputs } of entriesOf(state)) {
    const field = SECRETS[type];
    if (field === undefined || !live.has(id)) continue;
    const secret = outputs[field];
    const works = isText(secret) && (await server.accepts(type === "ApiToken" ? "token" : "key", id, secret));
    if (!works) dead.push(`${name} (${id})`);
  }
  return dead;
}

/** I4: writes to objects that this stack neither made nor declares. `people`: e-mail addresses by user id. */
export function foreignWrites(
  server: ServerUnderTest,
  declared: ReadonlySet<string>,
  people: ReadonlyMap<string, string>,
): string[] {
  const ours = createdIds(server);
  return server
    .journal()
    .filter(({ operation, applied }) => applied && operations[operation].effect === "idempotent")
    .filter(
      ({ id }) => id !== undefined && !ours.has(id) && !declared.has(people.get(id)?.toLowerCase() ?? ""),
    )
    .map(({ operation, id }) => `${operation} of ${id ?? ""}`);
}

/** I13. `held` by any state at any time; `unwanted`: what an engine asked to delete, or had replaced. */
export function deletedThoughHeld(
  server: ServerUnderTest,
  held: ReadonlySet<string>,
  unwanted: ReadonlySet<string>,
): string[] {
  return server
    .journal()
    .filter(({ operation, applied }) => applied && REVOCATIONS.has(operation))
    .flatMap(({ id }) => (id !== undefined && held.has(id) && !unwanted.has(id) ? [id] : []));
}

/** I10. `invited`: how often each may have been, by e-mail address in lower case. */
export function invitedTooOften(server: ServerUnderTest, invited: ReadonlyMap<string, number>): string[] {
  return [...countOf(server.invitations())]
    .filter(([email, times]) => times > (invited.get(email) ?? 0))
    .map(([email, times]) => `${String(times)} to ${email}`);
}

/** I5: where a secret can be read that must not be read there. */
export function leaks(
  server: ServerUnderTest,
  state: StackState,
  printed: ReadonlyMap<string, string>,
): string[] {
  const keys = new Map(
    entriesOf(state).map(({ id, outputs }) => [outputs["tokenSecret"] ?? outputs["keySecret"], id]),
  );
  keys.set(server.credentials.tokenSecret, server.credentials.tokenKey);
  const credentials: Credential[] = server.secrets().map((secret) => ({ secret, key: keys.get(secret) }));
  const traces = new Map(printed);
  const shown = entriesOf(state).map(({ inputs, outputs, initErrors }) => {
    const open = Object.entries(outputs).filter(([field]) => !ENCRYPTED.has(field));
    return JSON.stringify([inputs, open, initErrors]);
  });
  traces.set("the state", shown.join("\n"));
  return leaksOf(traces, credentials).map(({ place, form }) => `${place}, as ${form}`);
}

/** I6: where the tenant differs from what the program says. */
export function unfulfilled(server: ServerUnderTest, state: StackState, wishes: Iterable<Wished>): string[] {
  const content = server.content();
  return [...wishes].flatMap((wished) => {
    const name = nameOf(wished);
    const entry = state.resources.get(name);
    if (entry === undefined) return [`${name} isn't in the state`];
    const live = liveOf(content, wished, entry.id);
    if (live === undefined) return [`${name} (${entry.id}) doesn't live`];
    const identity = identityOf(wished) ?? String(entry.inputs["name"]);
    if (live.identity.toLowerCase() !== identity.toLowerCase()) return [`${name} is called ${live.identity}`];
    if (wished.type === "AutomationKey")
      return live.enabled === wished.enabled ? [] : [`${name} has enabled ${String(live.enabled)}`];
    const expected = [...wished.permissions, ...unknownPermissions(live.permissions)];
    return samePermissions(live.permissions, expected)
      ? []
      : [`${name} holds ${live.permissions.join() || "none"}`];
  });
}

interface Live {
  readonly identity: string;
  readonly permissions: readonly string[];
  readonly enabled: boolean;
}

function liveOf(
  { tokens, users, mappings, keys }: Content,
  { type }: Wished,
  wanted: string,
): Live | undefined {
  const all: Record<Wished["type"], readonly (Live & { readonly id: string })[]> = {
    ApiToken: tokens.map((token) => ({ ...token, identity: token.name, enabled: true })),
    User: users.map((user) => ({ ...user, identity: user.email, enabled: true })),
    SamlGroupMapping: mappings.map((mapping) => ({ ...mapping, identity: mapping.group, enabled: true })),
    AutomationKey: keys.map((key) => ({ ...key, identity: key.name, permissions: [] })),
  };
  return all[type].find(({ id }) => id === wanted);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
