import { describe, expect, test } from "vitest";
import type { Api } from "../../provider/api/contract";
import { clientOf } from "../support/connection";
import { serve } from "../support/scripted-server";

const UNAVAILABLE = { status: 503, body: { error: "An internal error occurred" } };
const reading = { call: (api: Api) => api.getTenants({}), done: { body: { tenants: [] } } };
const writing = {
  name: "an idempotent write",
  call: (api: Api) => api.deleteApiToken({ token_key: "tok_1" }),
  done: { body: { success: true } },
};
const creating = {
  name: "a create",
  call: (api: Api) => api.createApiToken({ name: "ci" }),
  done: { body: { success: true, token_key: "tok_1", token_secret: "sec_of_tok_1" } },
};

describe("a call before which something is asked", () => {
  const gone = async () => Promise.reject(new Error("nobody waits for it"));

  test.each([writing, creating])("isn't sent where that throws: $name", async ({ call, done }) => {
    const server = await serve([done]);

    await expect(call(clientOf(server, { beforeWrite: gone }))).rejects.toMatchObject({
      name: "TransportError",
      outcome: "notApplied",
      message: expect.stringMatching(/ApiToken: nobody waits for it: run again$/),
    });
    expect(server.requests).toEqual([]);
  });

  test("is sent where it is a read", async () => {
    const server = await serve([reading.done]);

    expect(await reading.call(clientOf(server, { beforeWrite: gone }))).toEqual(reading.done.body);
  });

  test("is asked before each attempt, and one in doubt stays in doubt", async () => {
    const server = await serve([UNAVAILABLE, writing.done]);
    let asked = 0;
    const beforeWrite = async () => ((asked += 1) > 1 ? gone() : Promise.resolve());

    await expect(writing.call(clientOf(server, { beforeWrite }))).rejects.toMatchObject({
      outcome: "ambiguous",
    });
    expect([asked, server.requests.length]).toEqual([2, 1]);
  });
});
