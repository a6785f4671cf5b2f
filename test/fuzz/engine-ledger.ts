import type { EngineState } from "./engine-state";
import { emailOf, nameOf } from "./goals";
import * as oracle from "./oracle";
import type { Wished } from "./scenario";
import type { ServerUnderTest } from "./server-under-test";

/** A command of the engine that is over. */
export interface Command {
  readonly before: EngineState;
  readonly after: EngineState;
  /** What it was to bring about; undefined where it changes nothing, as a refresh. */
  readonly wishes: Iterable<Wished> | undefined;
  readonly isKilled: boolean;
}

/**
 * What the states before and after each command tell: the real engine says of no step that it was taken, but what it
 * asked for follows from them.
 *
 * @param letGo learns of people who stay members, as they were before
 */
export function keepLedger(server: ServerUnderTest, note: oracle.Note, letGo: Set<string>) {
  const held = new Set<string>();
  const unwanted = new Set<string>();
  const invited = new Map<string, number>();
  let wasKilled = false;
  let joined = 0;

  const leaves = ({ id, name, outputs }: ReturnType<typeof oracle.entriesOf>[number]): string[] => {
    if (!oracle.namesById(server.content()).has(id)) return [];
    if (outputs["adopted"] !== true) return [`${name} (${id})`];
    const isOurs = oracle.createdIds(server).has(id);
    if (isOurs) joined += 1;
    // Whom this story invited it may leave only where a killed run did, of which no state tells (docs/interrupts.md).
    if (wasKilled || !isOurs) letGo.add(id);
    return [];
  };

  const mayInvite = ({ before, after }: Command, wished: Wished): boolean => {
    const old = before.resources.get(nameOf(wished));
    const isNew = old === undefined || !oracle.isResolved(old) || old.inputs["email"] !== emailOf(wished);
    return isNew || after.resources.get(old.name)?.id !== old.id;
  };

  return {
    /** Judges I10, I11 and I13 by a command. */
    over(command: Command): void {
      const { before, after, isKilled } = command;
      wasKilled ||= isKilled;
      const wishes = command.wishes && [...command.wishes];
      const names = wishes && new Set(wishes.map(nameOf));
      const stay = new Set(oracle.entriesOf(after).map(({ id }) => id));
      for (const id of stay) held.add(id);
      for (const { id, name } of oracle.entriesOf(before)) {
        const isKept = after.resources.get(name)?.id === id && !after.deleting.has(id);
        if (!isKept || names?.has(name) === false) unwanted.add(id);
      }
      for (const { id } of [...before.pending, ...after.pending]) unwanted.add(id);
      note("I13", oracle.deletedThoughHeld(server, held, unwanted));
      note(
        "I11",
        oracle
          .entriesOf(before)
          .filter(({ id }) => !stay.has(id))
          .flatMap(leaves),
      );
      for (const wished of wishes ?? [])
        if (wished.type === "User" && mayInvite(command, wished)) {
          const email = emailOf(wished).toLowerCase();
          invited.set(email, (invited.get(email) ?? 0) + 1);
        }
      note("I10", oracle.invitedTooOften(server, invited));
    },
    /** How many people were left whom a killed run had invited. */
    joined: () => joined,
  };
}
