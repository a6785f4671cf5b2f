import { describe, expect, test } from "vitest";
import { createServerClock } from "../../provider/api/server-clock";
import { clientOf } from "../support/connection";
import { serve } from "../support/scripted-server";

const TEN = "Tue, 01 Jan 2030 10:00:00 GMT";

describe("The server's clock", () => {
  test("isn't known before a reply told it", () => {
    const clock = createServerClock();
    clock.saw(undefined);
    clock.saw("-1");

    expect(clock.now()).toBeUndefined();
  });

  test("goes on from what the last reply told, however wrong ours is", () => {
    let ours = 0;
    const clock = createServerClock(() => ours);
    clock.saw("Tue, 01 Jan 2030 09:00:00 GMT");
    clock.saw(TEN);
    ours += 90_000;

    expect(clock.now()?.toISOString()).toBe("2030-01-01T10:01:30.000Z");
  });

  test("is learnt from the replies of a client, but not from a page on the way", async () => {
    const clock = createServerClock(() => 0);
    const server = await serve([
      { headers: { date: "Mon, 01 Jan 2001 10:00:00 GMT", "content-type": "text/html" }, body: "<html>" },
      { headers: { date: TEN }, body: { applications: [] } },
    ]);
    const api = clientOf(server, { clock, retry: { attempts: 1 } });

    await expect(api.getApplications({})).rejects.toThrow();
    expect(clock.now()).toBeUndefined();
    await api.getApplications({});
    expect(clock.now()).toEqual(new Date(TEN));
  });
});
