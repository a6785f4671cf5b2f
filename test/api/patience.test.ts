import { describe, expect, onTestFinished, test, vi } from "vitest";
import { connect } from "../../provider/api/client";
import { type Api, operations } from "../../provider/api/contract";
import { trafficTo } from "../../provider/api/traffic";
import { clientOf, connectionTo, failureOf, TENANT_ID } from "../support/connection";
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

    expect(await read(connect(connectionTo(server), { random: () => 0.001 }))).toEqual(DONE.body);
  });

  test("that AppTego asks to wait longer than the deadline waits, says so once, and can be cancelled", async () => {
    const server = await serve([{ ...TOO_MANY, headers: { "retry-after": "60" } }]);
    const cancel = new AbortController();
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => write.mockRestore());
    let refused = 0;
    const pace = (waitMs: number) => {
      refused += 1;
      if (refused === 2) queueMicrotask(() => cancel.abort());
      return waitMs;
    };
    const client = connect(connectionTo(server), { deadlineMs: 30_000, signal: cancel.signal, pace });
    const both = await Promise.all([failureOf(read(client)), failureOf(read(client))]);

    expect(both).toMatchObject([1, 2].map(() => ({ message: expect.stringContaining("cancelled") })));
    expect(write.mock.calls.map(([text]) => text)).toEqual([
      "AppTego: too many calls for now: the next ones start in 60 s. Nothing has failed, this goes on by itself.\n",
    ]);
  });

  test("isn't sent where an earlier one was told to wait too long: it says when to run again", async () => {
    const server = await serve([{ ...TOO_MANY, headers: { "retry-after": "400" } }, DONE]);
    const client = connect(connectionTo(server), { now: () => Date.parse("2030-01-01T12:00:00Z") });
    const first = await failureOf(read(client));

    expect(first).toMatchObject({ message: expect.stringMatching(/\(HTTP 429\): retry after 12:06:40Z$/) });
    await expect(remove(client)).rejects.toMatchObject({
      name: "RateLimitError",
      outcome: "notApplied",
      message: expect.stringMatching(/: AppTego takes no calls for now: retry after 12:06:\d\dZ$/),
    });
    expect(server.requests).toHaveLength(1);
  });

  test("that is given up tells the others of its refusal all the same", async () => {
    const server = await serve([{ ...TOO_MANY, headers: { "retry-after": "200" } }, DONE]);
    const refused = vi.spyOn(trafficTo(new URL(server.url).host, TENANT_ID).throttle, "refused");
    await failureOf(
      read(clientOf(server, { retry: { throttled: 0 }, pace: (waitMs) => waitMs / 1_000_000 })),
    );

    expect(refused).toHaveBeenCalledExactlyOnceWith(expect.any(Number), expect.any(Number), 0.2);
  });

  test("that is refused again and again gives up in the end", async () => {
    const server = await serve([TOO_MANY]);

    await expect(read(clientOf(server))).rejects.toMatchObject({ name: "RateLimitError" });
    expect(server.requests).toHaveLength(21);
  });

  test("tells the others what AppTego took, whatever came of it, and no refusal", async () => {
    const server = await serve([TOO_MANY, REFUSED, DONE]);
    const accepted = vi.spyOn(trafficTo(new URL(server.url).host, TENANT_ID).throttle, "accepted");
    await failureOf(read(clientOf(server)));
    expect(accepted).toHaveBeenCalledOnce();
    await read(clientOf(server));

    expect(accepted).toHaveBeenCalledTimes(2);
    expect(server.requests).toHaveLength(3);
  });

  test("waits before another attempt as its pace says", async () => {
    const server = await serve([UNAVAILABLE, UNAVAILABLE, DONE]);
    const waits: number[] = [];
    const pace = (waitMs: number) => {
      waits.push(waitMs);
      return 0;
    };
    await read(connect(connectionTo(server), { pace, random: () => 1 }));

    expect(waits).toEqual([200, 400]);
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
