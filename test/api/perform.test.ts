import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Api } from "../../provider/api/contract";
import { operations } from "../../provider/api/contract";
import type { AppTegoError } from "../../provider/api/errors";
import { clientOf, failureOf, TOKEN_KEY, TOKEN_SECRET } from "../support/connection";
import { nobody, serve } from "../support/scripted-server";
import type { ScriptedReply } from "../support/scripted-server";

const UNAVAILABLE = { status: 503, body: { error: "An internal error occurred" } };
const TOO_MANY = { status: 429, body: { error: "Too many requests" } };
const CREATED = { body: { success: true, token_key: "tok_1", token_secret: "sec_of_tok_1" } };
const REFUSED = { status: 400, body: { error: "Name is wrong" } };

const reading = { name: "a read", call: (api: Api) => api.getTenants({}), done: { body: { tenants: [] } } };
const writing = {
  name: "an idempotent write",
  call: (api: Api) => api.deleteApiToken({ token_key: "tok_1" }),
  done: { body: { success: true } },
};
const creating = { name: "a create", call: (api: Api) => api.createApiToken({ name: "ci" }), done: CREATED };

const ambiguous: [string, ScriptedReply][] = [
  ["HTTP 503", UNAVAILABLE],
  ["HTTP 500", { ...UNAVAILABLE, status: 500 }],
  ["HTTP 408", { ...UNAVAILABLE, status: 408 }],
  ["a page of HTML", { headers: { "content-type": "text/html" }, body: "<html>" }],
  ["an empty reply", { status: 204, body: "" }],
  ["a reply that is cut off", { ...CREATED, fault: "truncate" }],
  ["a reset", { fault: "reset" }],
  ["a field that is missing", { body: { success: true } }],
];

describe.each([reading, writing])("$name", ({ call, done, name }) => {
  const faults = name === "a read" ? ambiguous : ambiguous.slice(0, -1);

  test.each(faults)("is made again after %s", async (_, fault) => {
    const server = await serve([fault, fault, done]);

    expect(await call(clientOf(server))).toEqual(done.body);
    expect(server.requests).toHaveLength(3);
  });

  test("is given up after four attempts", async () => {
    const server = await serve([UNAVAILABLE]);

    await expect(call(clientOf(server))).rejects.toMatchObject({
      name: "ServerError",
      outcome: "ambiguous",
      message: expect.stringContaining("(HTTP 503, 4 attempts, it isn't known whether it was carried out)"),
    });
    expect(server.requests).toHaveLength(4);
  });
});

describe("a create", () => {
  test.each(ambiguous)("isn't repeated after %s", async (_, fault) => {
    const server = await serve([fault, CREATED]);

    await expect(creating.call(clientOf(server))).rejects.toMatchObject({ outcome: "ambiguous" });
    expect(server.requests).toHaveLength(1);
  });
});

describe.each([reading, writing, creating])("$name too", ({ call, done }) => {
  test("is made again after HTTP 429, as AppTego says when", async () => {
    const waits: number[] = [];
    const date = "Tue, 01 Jan 2030 10:00:00 GMT";
    const server = await serve([
      { ...TOO_MANY, headers: { "retry-after": "2" } },
      { ...TOO_MANY, headers: { "retry-after": "Tue, 01 Jan 2030 10:00:07 GMT", date } },
      TOO_MANY,
      done,
    ]);
    const pace = (waitMs: number) => (waits.push(waitMs), 0);

    expect(await call(clientOf(server, { pace, random: () => 0.5 }))).toEqual(done.body);
    expect(waits).toEqual([2_000, 7_000, 2_000]);
  });

  test("is never made again after a refusal", async () => {
    const server = await serve([REFUSED, done]);

    await expect(call(clientOf(server))).rejects.toMatchObject({
      name: "ValidationError",
      outcome: "rejected",
      message: expect.stringMatching(/: Name is wrong \(HTTP 400\): correct the value/),
    });
    expect(server.requests).toHaveLength(1);
  });

  test("fails at once, naming the time, where AppTego asks for more than five minutes", async () => {
    const server = await serve([{ ...TOO_MANY, headers: { "retry-after": "301" } }, done]);
    const now = () => Date.parse("2030-01-01T12:00:00Z");

    await expect(call(clientOf(server, { now }))).rejects.toMatchObject({
      name: "RateLimitError",
      outcome: "notApplied",
      retryAfterMs: 301_000,
      message: expect.stringMatching(/: Too many requests \(HTTP 429\): retry after 12:05:01Z$/),
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each([301, 302, 303, 307, 308])("isn't redirected by HTTP %i", async (status) => {
    const elsewhere = await serve([done]);
    const server = await serve([{ status, headers: { location: `${elsewhere.url}/x` } }]);

    await expect(call(clientOf(server, { retry: { attempts: 1 } }))).rejects.toMatchObject({
      name: "UnexpectedReplyError",
      status,
    });
    expect(elsewhere.requests).toEqual([]);
  });

  test("ends at its deadline", async () => {
    const server = await serve([{ fault: "hang" }]);

    await expect(call(clientOf(server, { deadlineMs: 60 }))).rejects.toMatchObject({
      name: "TransportError",
      outcome: "ambiguous",
      message: expect.stringContaining("within 0.06 s"),
    });
    expect(server.requests).toHaveLength(1);
  });

  test("can be cancelled while it waits for the reply", async () => {
    const cancel = new AbortController();
    const server = await serve(() => {
      cancel.abort();
      return { fault: "hang" };
    });

    await expect(call(clientOf(server, { signal: cancel.signal }))).rejects.toMatchObject({
      name: "TransportError",
      outcome: "ambiguous",
      message: expect.stringContaining("cancelled"),
    });
  });

  test("can be cancelled while it waits for another attempt", async () => {
    const cancel = new AbortController();
    const server = await serve([TOO_MANY, done]);
    const pace = () => {
      queueMicrotask(() => cancel.abort());
      return 9_000;
    };

    await expect(call(clientOf(server, { pace, signal: cancel.signal }))).rejects.toMatchObject({
      name: "TransportError",
      outcome: "notApplied",
    });
    expect(server.requests).toHaveLength(1);
  });

  test("is not made at all once it is cancelled", async () => {
    const server = await serve([done]);

    await expect(call(clientOf(server, { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      outcome: "notApplied",
    });
    expect(server.requests).toEqual([]);
  });

  test("shows the secret in no part of its error, even where AppTego echoes it", async () => {
    const pair = Buffer.from(`${TOKEN_KEY}:${TOKEN_SECRET}`).toString("base64");
    const error = `no: ${TOKEN_SECRET} ${pair} ${encodeURIComponent(TOKEN_SECRET)}`;
    const replies: ScriptedReply[] = [
      { status: 400, body: { error } },
      { fault: "reset" },
      { body: error },
      { status: 302, headers: { location: `/${encodeURIComponent(TOKEN_SECRET)}` } },
    ];
    for (const reply of replies) {
      const server = await serve([reply]);
      const failure = (await failureOf(call(clientOf(server)))) as AppTegoError;
      const texts = [failure.message, failure.stack ?? "", inspect(failure, { showHidden: true, depth: 9 })];
      const shown = [...texts, JSON.stringify(failure), JSON.stringify(Object.entries(failure))].join("\n");

      expect(shown).toContain(failure.operation);
      for (const secret of ["canary", pair, encodeURIComponent(TOKEN_SECRET), "S3cret"]) {
        expect(shown).not.toContain(secret);
      }
      expect(failure).not.toHaveProperty("cause");
      expect(failure).not.toHaveProperty("config");
    }
  });
});

describe("a call", () => {
  test("whose attempt hangs is made again, as the deadline is longer than the attempt", async () => {
    const contract = { ...operations, getTenants: { ...operations.getTenants, timeoutMs: 50 } };
    const server = await serve([{ fault: "hang" }, reading.done]);

    expect(await reading.call(clientOf(server, {}, { contract }))).toEqual(reading.done.body);
    expect(server.requests).toHaveLength(2);
  });

  test("stays in doubt where only a later attempt is known not to have been carried out", async () => {
    const server = await serve([UNAVAILABLE, TOO_MANY]);

    await expect(writing.call(clientOf(server))).rejects.toMatchObject({
      name: "RateLimitError",
      outcome: "ambiguous",
    });
  });

  test("that nobody answers says which host, and was not carried out", async () => {
    const gone = await nobody();

    await expect(creating.call(clientOf(gone))).rejects.toMatchObject({
      name: "TransportError",
      outcome: "notApplied",
      message: expect.stringContaining(`no answer from ${new URL(gone.url).host} (ECONNREFUSED)`),
    });
  });

  test("takes no more than 5 MiB, unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(6 * 1024 * 1024, " "));
    const headers = { "content-encoding": "gzip" };
    const server = await serve([{ headers, body: bomb }]);

    await expect(reading.call(clientOf(server, { retry: { attempts: 1 } }))).rejects.toMatchObject({
      name: "UnexpectedReplyError",
      message: expect.stringContaining("larger than 5 MiB"),
    });
  });
});
