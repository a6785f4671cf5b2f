import { describe, expect, test } from "vitest";
import { AppTegoError, ConflictError, PermissionError, ServerError } from "../../provider/api/errors";
import { createOnce } from "../../provider/resources/create-once";
import type { SharedList } from "../../provider/resources/shared-list";
import type { Tenant } from "../../provider/resources/tenant";
import { failureOf } from "../support/connection";

const FACTS = { operation: "addUser", status: 500 } as const;
const LOST = new ServerError({ ...FACTS, outcome: "ambiguous" });
const CONFLICT = new ConflictError({ ...FACTS, outcome: "rejected", status: 409 });
const REFUSED = new PermissionError({ ...FACTS, outcome: "rejected", status: 403 });

/** What a create of something unique meets: the answers to its calls and to its lists, one after the other. */
function meeting(answers: readonly (AppTegoError | string)[], lists: readonly (AppTegoError | string[])[]) {
  const done: string[] = [];
  const next = async <T>(kind: string, all: readonly (AppTegoError | T)[]): Promise<T> => {
    const answer = all[done.filter((one) => one === kind).length] ?? all.at(-1);
    done.push(kind);
    if (answer === undefined) throw LOST;
    if (answer instanceof AppTegoError) {
      const failure: AppTegoError = answer;
      throw failure;
    }
    return Promise.resolve(answer);
  };
  const tenant = {
    ...{ lateMs: 6_000, time: () => new Date(0), tell: () => undefined },
    wait: async () => Promise.resolve(),
  } as unknown as Tenant;
  const create = async () =>
    createOnce(tenant, {
      ...{ what: "invitation of a@b.cd", operation: "addUser" },
      list: {
        fresh: async () => next("list", lists),
        idOf: (entry: string) => entry,
      } as unknown as SharedList<string>,
      isIt: (entry) => entry.startsWith("a"),
      post: async () => next("post", answers),
      inDoubt: (error) => new Error("in doubt", { cause: error }),
    });
  return { create, done };
}

describe("What exists once", () => {
  test.for([
    ["is made by one call", ["a1"], [], "a1", "made", "post"],
    ["is taken where somebody made it since", [CONFLICT], [["a0"]], "a0", "taken", "post list"],
    ["is found where only the reply was lost", [LOST], [[], ["a1"]], "a1", "found", "post list list"],
    [
      "is made again once nothing can come",
      [LOST, "a2"],
      [[], [], ["a2"]],
      "a2",
      "made",
      "post list list post list",
    ],
    [
      "is found where the second call is refused",
      [LOST, CONFLICT],
      [[], [], ["a1"]],
      "a1",
      "found",
      "post list list post list",
    ],
  ] as const)("%s", async ([, answers, lists, entry, came, calls]) => {
    const { create, done } = meeting(
      answers,
      lists.map((list) => [...list]),
    );

    expect(await create()).toEqual({ entry, came });
    expect(done.join(" ")).toBe(calls);
  });

  test.for([
    ["a refusal of the first call is the answer", [REFUSED], [[]], REFUSED, "post"],
    ["so is a conflict with what no list shows", [CONFLICT], [[]], CONFLICT, "post list"],
    ["or with what no list can show", [CONFLICT], [REFUSED], CONFLICT, "post list"],
  ] as const)("isn't created: %s", async ([, answers, lists, error, calls]) => {
    const { create, done } = meeting(
      answers,
      lists.map((list) => (list instanceof Error ? list : [...list])),
    );

    expect(await failureOf(create())).toBe(error);
    expect(done.join(" ")).toBe(calls);
  });

  test.for([
    ["its list is refused", [LOST], [REFUSED], REFUSED, 1],
    ["a later call is refused", [LOST, REFUSED], [[]], REFUSED, 2],
    ["a later call conflicts with what no list shows", [LOST, CONFLICT], [[]], CONFLICT, 2],
    ["each reply is lost", [LOST], [[]], LOST, 3],
  ] as const)("is in doubt where %s", async ([, answers, lists, cause, posts]) => {
    const { create, done } = meeting(
      answers,
      lists.map((list) => (list instanceof Error ? list : [...list])),
    );

    expect(await failureOf(create())).toMatchObject({ message: "in doubt", cause });
    expect(done.filter((one) => one === "post")).toHaveLength(posts);
  });
});
