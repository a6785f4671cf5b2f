import { AppTegoError } from "../api/errors";
import { ADMINISTRATION, describePermission } from "../api/permissions";
import { findMember } from "./gone";
import { Refused } from "./lifecycle";
import { someoneLeft } from "./left-administrators";
import { minimumOf, type Outlook, outlookOf } from "./outlook";
import type { ListedUser, Tenant } from "./tenant";

const TURN = "administration";
const LONGEST_WAIT_MS = 30_000;
const GRACE_MS = 1_000; // a program registers its resources within moments of each other
const WHAT = describePermission(ADMINISTRATION);
const OF_LAST_UP = "and run pulumi up: a destroy keeps to the rails of the last one"; // Pulumi hands a provider what it was given then
const OVERRIDE = 'for one run, set the variable APPTEGO_OVERRIDE_RAILS="<why>"';

/**
 * Takes administration from a person only while enough other active users hold it: by a list asked for under a lock, so
 * that two such changes can't both count on each other. Grants that this run is about to make are waited for, without
 * the lock; where one didn't come in time, this process waits for none again. Afterwards a list must show that somebody is left.
 *
 * Source: docs (the last administrator can't be removed); for taking the permission away: assumed.
 * @throws Refused when too few would be left
 * @throws LeftWithoutAdministrators when somebody else took it from the others at the same moment
 */
export async function withAdministratorsLeft<Result>(
  tenant: Tenant,
  userId: string,
  attempt: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const grace = timer(tenant, GRACE_MS);
  const patience = timer(tenant, LONGEST_WAIT_MS);
  try {
    for (;;) {
      const news = tenant.administration.next();
      const turn = await tenant.oneAtATime(TURN, async () => {
        const outlook = outlookOf(tenant, await usersWith(tenant, userId), userId);
        if (outlook.others.length < outlook.needed) return { outlook };
        const { current } = outlook;
        if (current !== undefined) refuseRequired(tenant, current.email, attempt);
        tellOverride(tenant, outlook, attempt);
        return { result: await someoneLeft(tenant, { userId, before: current, attempt }, work) };
      });
      if ("result" in turn) return turn.result;
      const { needed, others, coming, possible } = turn.outlook;
      const enough = (more: number) => others.length + coming.length + more >= needed;
      const longest = tenant.administration.hasGivenUp() ? undefined : patience;
      const waiting = enough(0) ? longest : enough(possible.length) ? grace : undefined;
      if (waiting === patience && patience.isOver()) tenant.administration.giveUp();
      if (waiting === undefined || waiting.isOver()) throw tooFew(tenant, turn.outlook, attempt);
      await Promise.race([news, waiting.end()]);
    }
  } finally {
    grace.stop();
    patience.stop();
  }
}

/** The users, by a list asked for now: one that lacks the person in question is believed only where that is proven. */
async function usersWith(tenant: Tenant, userId: string): Promise<readonly ListedUser[]> {
  const isIt = ({ user_id }: ListedUser) => user_id === userId;
  const listed = await tenant.users.fresh();
  if (listed.some(isIt)) return listed;
  const found = await findMember(tenant, userId);
  const later = await tenant.users.current();
  return found === undefined || later.some(isIt) ? later : [found, ...later];
}

/** A wait that begins when it is first asked for; one that nobody needs any more mustn't keep the process alive. */
function timer(tenant: Tenant, milliseconds: number) {
  const stopped = new AbortController();
  let over = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    try {
      await tenant.wait(milliseconds, stopped.signal);
      over = true;
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
    }
  };
  return {
    isOver: () => over,
    end: async () => (running ??= run()),
    stop: () => {
      stopped.abort();
    },
  };
}

/**
 * Tells at preview what taking administration from a person would come to. It fails only where no later resource of
 * the program can help any more, and warns where one still can.
 *
 * @throws Refused when too few would be left for certain
 */
export async function foreseeAdministrators(tenant: Tenant, userId: string, attempt: string): Promise<void> {
  let users: readonly ListedUser[];
  try {
    users = await tenant.users.current();
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    tenant.warn(`${attempt}: whether enough administrators stay can't be told yet: ${error.message}`);
    return;
  }
  const outlook = outlookOf(tenant, users, userId);
  const { current, needed, coming, possible } = outlook;
  if (current !== undefined) refuseRequired(tenant, current.email, attempt);
  const staying = outlook.others.filter(({ email }) => tenant.administration.declared(email) !== false);
  const expected = staying.length + coming.length;
  if (expected >= needed) return;
  const refusal = tooFew(tenant, { ...outlook, others: staying }, attempt);
  if (expected + possible.length < needed) throw refusal;
  tenant.warn(`${refusal.message} Unless this program gives it to somebody, the change will be refused.`);
}

/** @throws Refused when a person must stay an administrator; nothing is asked */
export function refuseRequired(tenant: Tenant, email: string, attempt: string): void {
  const { requiredAdministrators, override } = tenant.rails;
  if (!requiredAdministrators.includes(email.toLowerCase())) return;
  if (override === undefined)
    throw new Refused(
      `${attempt}: apptego:rails.requiredAdministrators says that this person stays an administrator. ` +
        `Take the address out of that list first (${OF_LAST_UP}), or, ${OVERRIDE}.`,
    );
  tenant.warn(`${attempt}: requiredAdministrators is lifted (${override}).`);
}

/** Why a person can't be declared like this; undefined where nothing forbids it or it isn't known yet. */
export function requiredProblem(
  { rails }: Tenant,
  email: string,
  administrates: boolean | undefined,
): string | undefined {
  if (administrates !== false || rails.override !== undefined) return undefined;
  if (!rails.requiredAdministrators.includes(email.toLowerCase())) return undefined;
  return (
    `User.permissions of ${email} must include ${WHAT}, as apptego:rails.requiredAdministrators names this person: ` +
    `add it, or take the address out of that list, or, ${OVERRIDE}`
  );
}

function tellOverride(tenant: Tenant, { others, current }: Outlook, attempt: string): void {
  const { override, minAdministrators } = tenant.rails;
  if (override === undefined || current?.status !== "active" || others.length >= minAdministrators) return;
  tenant.warn(`${attempt}: minAdministrators (${minAdministrators}) is lifted (${override}).`);
}

function tooFew(tenant: Tenant, { others, coming }: Outlook, attempt: string): Refused {
  const minimum = minimumOf(tenant);
  const give = "Give it to another user first (an invited user counts once the invitation is accepted)";
  const late =
    coming.length === 0
      ? ""
      : ` This program gives it to ${coming.map(({ email }) => email).join(", ")} too, but that isn't done: declare that first, or run with a higher --parallel.`;
  if (others.length === 0)
    return new Refused(
      `${attempt}: nobody else who is active holds ${WHAT}, and without such a user the tenant can't be administered any more. ` +
        `${give}, or set onDestroy: "retain".${late}`,
    );
  const left =
    others.length === 1 ? "only 1 other active user holds" : `only ${others.length} other active users hold`;
  return new Refused(
    `${attempt}: ${left} ${WHAT}, but apptego:rails.minAdministrators is ${minimum}. ` +
      `${give}, or lower minAdministrators (${OF_LAST_UP}), or, ${OVERRIDE}.${late}`,
  );
}
