import { COMPUTED_NAME } from "../../provider/resources/computed-name";
import { emailOf } from "./goals";
import type { Entry, Outcome, StackState } from "./memory-engine";
import { entriesOf, isResolved, namesById } from "./oracle";
import type { Deed, Wished } from "./scenario";
import { OWNER, type ServerUnderTest } from "./server-under-test";

/** Whom a story is about, beside the provider. */
interface World {
  readonly server: ServerUnderTest;
  readonly state: StackState;
  readonly wishes: ReadonlyMap<number, Wished>;
  /** What another stack of the tenant holds. */
  readonly besides?: () => readonly Entry[];
  /** What nobody looks after any more. */
  readonly letGo: Set<string>;
  /** Nobody makes a credential of a name that the program gives: while an attempt is in doubt, nothing tells it from the attempt's. */
  readonly sparesGivenNames?: boolean;
}

/**
 * Whether a failed `up` without faults only asked to delete what bears a name that the program gave: a creation whose
 * outcome was unknown was committed late, its successor was deleted in the portal, and a refresh was the first to see it.
 */
export function isAdvice(followed: readonly string[]): boolean {
  return followed.length > 0 && !followed.some((name) => COMPUTED_NAME.test(name));
}

/** Whether a failed `up` says that the next one has to look at the tenant first; of its own accord a plain one never does. */
export function asksForRefresh({ ok, problems }: Outcome): boolean {
  return !ok && /refresh, then run again|pulumi refresh|pulumi up --refresh/.test(problems.join("\n"));
}

/** The person who runs the stack and edits the tenant in the portal. */
export function human({ server, state, besides, letGo, sparesGivenNames = false }: World) {
  const { portal } = server;

  const deleteById = (id: string) => {
    const { tokens, users, mappings, keys } = server.content();
    if (tokens.some((one) => one.id === id)) portal.deleteToken(id);
    if (mappings.some((one) => one.id === id)) portal.deleteMapping(id);
    if (keys.some((one) => one.id === id)) portal.deleteKey(id);
    const user = users.find((one) => one.id === id);
    if (user) portal.deleteUser(user.email);
  };
  const setPermissions = ({ type, id, outputs }: Entry, permissions: readonly string[]) => {
    if (type === "ApiToken") portal.setTokenPermissions(id, permissions);
    if (type === "User") portal.setUserPermissions(String(outputs["email"]), permissions);
    if (type === "SamlGroupMapping") portal.setMappingPermissions(id, permissions);
    if (type === "AutomationKey") portal.setKeyEnabled(id, permissions.length % 2 === 0);
  };
  const addNamesake = ({ type, inputs }: Entry, at: number) => {
    const name = typeof inputs["name"] === "string" ? inputs["name"] : "";
    // A given name may be anybody's, so that people make the very same; a computed one is nobody's but the provider's.
    const untagged = name.replace(COMPUTED_NAME, "").trim();
    const copies = [untagged, `${name} 2`, `x${name}`, name.toUpperCase()];
    const copy = copies[at % copies.length] ?? name;
    if (sparesGivenNames && copy === name) return;
    if (type === "ApiToken") portal.addToken(copy);
    if (type === "AutomationKey") portal.addKey(copy);
  };
  const candidatesOf = (deed: Deed["deed"]) => {
    const ids = namesById(server.content());
    const isThere = (entry: Entry) => isResolved(entry) && ids.has(entry.id);
    // Where the stack is stuck with an unknown outcome, a person may make one by hand.
    return entriesOf(state).filter((entry) => isThere(entry) || (deed === "namesake" && !isResolved(entry)));
  };

  return {
    /** Does one deed in the portal; what it was. */
    does({ deed, at, permissions }: Deed): string {
      if (deed === "ownerSteps") {
        const isDown = !server
          .content()
          .users.some((user) => user.email === OWNER && user.permissions.includes("user_and_api_management"));
        portal.setUserPermissions(OWNER, isDown ? ["user_and_api_management"] : []);
        return `the owner steps ${isDown ? "up" : "down"}`;
      }
      if (deed === "addUser") {
        const email = emailOf({ slot: at % 6, variant: at % 2 });
        if (server.content().users.some((user) => user.email === email)) return "nothing";
        portal.addUser(email);
        return `${email} is added`;
      }
      const candidates = candidatesOf(deed);
      const entry = candidates[at % Math.max(1, candidates.length)];
      if (entry === undefined) return "nothing";
      if (deed === "permissions") setPermissions(entry, permissions);
      if (deed === "delete") deleteById(entry.id);
      if (deed === "namesake") addNamesake(entry, at);
      if (deed === "accept" && entry.type === "User") portal.acceptInvitation(String(entry.outputs["email"]));
      return `${deed} of ${entry.name} (${entry.id})`;
    },

    /** Follows the advice of a failed `up`: what it names and no state holds is deleted in the portal. What that was. */
    reads({ problems }: Outcome): string[] {
      const held = new Set([...entriesOf(state), ...(besides?.() ?? [])].map(({ id }) => id));
      const text = problems.join("\n");
      const followed: string[] = [];
      for (const [id, name] of namesById(server.content())) {
        if (held.has(id) || !text.includes(id) || server.credentials.tokenKey === id) continue;
        deleteById(id);
        letGo.add(id);
        followed.push(name);
      }
      return followed;
    },
  };
}
