import { COMPUTED_NAME } from "./computed-name";
import type { CredentialKind } from "./credentials";
import { Refused } from "./lifecycle";
import { isHeld, isOneUnseen, leftoversAmong, managedName, type Named } from "./reclaim";
import type { Tenant } from "./tenant";

// The engine comes to all resources within a moment, but for those that wait for another one to be created.
const ROLL_CALL_MS = 10_000;

/**
 * Makes sure that a name is free for a new credential.
 *
 * @param namesakes what the tenant holds under that name
 * @throws Refused when one of them isn't this stack's, or may be in use
 */
export async function refuseTaken<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  namesakes: readonly Entry[],
): Promise<void> {
  await refuseUntold(tenant, kind, namesakes);
  refuseMoved(tenant, kind, namesakes);
  const leftovers = leftoversAmong(tenant, kind, namesakes);
  const held = namesakes.filter((entry) => isHeld(tenant, kind.type, kind.list.idOf(entry)));
  const rivals = namesakes.filter((entry) => !held.includes(entry) && !leftovers.includes(entry));
  const [taken] = rivals;
  if (taken === undefined || rivals.length <= (isOneUnseen(tenant, kind, namesakes) ? 1 : 0)) return;
  const ids = rivals.map(kind.list.idOf).join(", ");
  const attempt = `Creating the ${kind.noun} ${JSON.stringify(taken.name)}`;
  if (held.length > 0)
    throw new Refused(
      `${attempt}: beside the one in this stack's state the tenant holds another of that name (${ids}), perhaps left by an interrupted rotation, and its secret can't be read again. Delete it in the portal if nobody uses it, and run pulumi up again.`,
    );
  const reclaim = COMPUTED_NAME.test(taken.name) ? ` ${howToReclaim(tenant)}` : "";
  throw new Refused(
    `${attempt}: the tenant holds one of that name already (${ids}), and its secret can't be read again. ` +
      `Look for that id in \`pulumi stack export\` first. If it is there, it is this stack's own and in use: run pulumi up --refresh (with --replace, if that is what you asked for), or give a resource that you renamed an alias. ` +
      `If it isn't, perhaps an interrupted run left it: delete it in the portal, or take it over with the resource option { import: "${kind.list.idOf(taken)}" }.${reclaim}`,
  );
}

/**
 * A leftover is known by no state holding it: which needs all states to be told that may. A resource that was renamed
 * keeps its credential's name, so its state may be one of them.
 *
 * @throws Refused when the engine doesn't come to all resources before this one is created
 */
async function refuseUntold<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  namesakes: readonly Entry[],
): Promise<void> {
  const [leftover] = leftoversAmong(tenant, kind, namesakes);
  if (leftover === undefined || tenant.reclaim === "always") return;
  if (await tenant.rollCall.complete(kind.type, async () => tenant.wait(ROLL_CALL_MS))) return;
  throw new Refused(
    `Creating the ${kind.noun} ${JSON.stringify(leftover.name)}: the tenant holds one of that name already (${kind.list.idOf(leftover)}), perhaps left by an interrupted run. ` +
      `Another ${kind.type} of this program, which waits for this one, may hold it. ${ONE_RUN}`,
  );
}

const ONE_RUN =
  'If nobody uses it, delete it in the portal, or set apptego:reclaim (or APPTEGO_RECLAIM) to "always" for one run.';

/** @throws Refused when another resource of the stack holds the name: it was computed for that one, which was renamed since */
function refuseMoved<Entry extends Named>(
  tenant: Tenant,
  kind: CredentialKind<Entry, unknown>,
  namesakes: readonly Entry[],
): void {
  const [namesake] = namesakes;
  if (namesake === undefined || !tenant.moved.has(managedName(kind.type, namesake.name))) return;
  throw new Refused(
    `Creating the ${kind.noun} ${JSON.stringify(namesake.name)}: another resource of this stack, which had this one's name in the program before, holds that name in AppTego (${namesakes.map(kind.list.idOf).join(", ")}). Give this one a \`name\` of its own.`,
  );
}

function howToReclaim({ mayLive }: Tenant): string {
  const why =
    mayLive === true ? "The program retains the old one (retainOnDelete), so it may be in use. " : "";
  return `${why}If nobody uses it, the provider deletes it once the new one is there: set apptego:reclaim (or APPTEGO_RECLAIM) to "always" for one run.`;
}
