import { describe, expect, test } from "vitest";
import { trackAdministration } from "../../provider/resources/administration";

const ALICE = "alice@acme.test";

describe("What a run wishes for its administrators", () => {
  test("is known by person, whatever the letter case, and not where nothing was said", () => {
    const administration = trackAdministration();
    administration.declare("Alice@Acme.test", true);
    administration.declare("bob@acme.test", false);
    administration.declare("carol@acme.test", undefined);

    const people = [ALICE, "bob@acme.test", "carol@acme.test", "dave@acme.test"];
    expect(people.map(administration.declared)).toEqual([true, false, undefined, undefined]);
    expect(people.map(administration.isComing)).toEqual([true, false, false, false]);
  });

  test("isn't coming any more when it is settled or taken back", () => {
    const administration = trackAdministration();
    administration.declare(ALICE, true);
    administration.settle("ALICE@acme.test");
    expect([administration.isComing(ALICE), administration.declared(ALICE)]).toEqual([false, true]);

    administration.declare(ALICE, true);
    administration.declare(ALICE, false);
    expect(administration.isComing(ALICE)).toBe(false);
  });

  test("is waited for until somebody gave up", () => {
    const administration = trackAdministration();
    expect(administration.hasGivenUp()).toBe(false);
    administration.giveUp();
    administration.declare(ALICE, true);
    expect(administration.hasGivenUp()).toBe(true);
  });

  test("wakes those who wait for a grant: by its announcement, and by its end", async () => {
    const administration = trackAdministration();
    const woken: string[] = [];
    const wait = async (name: string) => administration.next().then(() => woken.push(name));

    const one = wait("one");
    administration.declare("bob@acme.test", false);
    administration.settle("bob@acme.test");
    await Promise.resolve();
    expect(woken).toEqual([]);

    administration.declare(ALICE, true);
    await one;
    const other = wait("other");
    administration.settle(ALICE);
    await other;
    expect(woken).toEqual(["one", "other"]);
  });
});
