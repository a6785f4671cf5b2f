import { describe, expect, test } from "vitest";
import { connect } from "../../provider/api/client";
import { type Api, operations } from "../../provider/api/contract";
import { clientOf, connectionTo } from "../support/connection";
import { serve } from "../support/scripted-server";

const TOO_MANY = { status: 429, body: { error: "Too many requests" } };
const DONE = { body: { tenants: [] } };
const UNAVAILABLE = { status: 503, body: { error: "An internal error occurred" } };
const REFUSED = { status: 400, body: { error: "Name is wrong" } };
const remove = (api: Api) => api.deleteApiToken({ token_key: "tok_1" });
const read = (api: Api) => api.getTenants({});

describe("A call", () => {
  test("says how long its last attempt was waited for, and stays in doubt", async () => {
    const contract = { ...operations, getTenants: { ...operations.getTenants, timeoutMs: 50 } };
    const server = await serve([{ fault: "hang" }]);

    await expect(read(clientOf(server, { retry: { attempts: 2 } }, { contract }))).rejects.toMatchObject({
      outcome: "ambiguous",
      message: expect.stringMatching(/no answer from .* within 0\.05 s \(2 attempts, /),
    });
  });

  test("isn't waited for past what its deadline leaves, by what was used already", async () => {
    const contract = { ...operations, getTenants: { ...operations.getTenants, timeoutMs: 300 } };
    const server = await serve([{ fault: "hang" }, DONE]);
    const options = { deadlineMs: 400, random: () => 1, retry: { baseMs: 395 } };

    await expect(read(clientOf(server, options, { contract }))).rejects.toMatchObject({
      outcome: "ambiguous",
      message: expect.stringContaining("within 0.3 s"),
    });
    expect(server.requests).toHaveLength(1);
  });

  test("waits as long as it says, where nothing else is told", async () => {
    const server = await serve([{ ...TOO_MANY, headers: { "retry-after": "0" } }, DONE]);

    expect(await read(connect(connectionTo(server)))).toEqual(DONE.body);
  });
});

describe("The word on a later attempt", () => {
  test.each([
    ["a read", "a refusal", read, REFUSED, "rejected"],
    ["a read", "too many calls", read, TOO_MANY, "ambiguous"],
    ["a write", "a refusal", remove, REFUSED, "ambiguous"],
    ["a write", "too many calls", remove, TOO_MANY, "ambiguous"],
  ] as const)(
    "of %s that was in doubt, %s, leaves it so if it writes",
    async (_, __, call, last, outcome) => {
      const server = await serve([UNAVAILABLE, last]);

      await expect(call(clientOf(server))).rejects.toMatchObject({ outcome, status: last.status });
    },
  );
});
