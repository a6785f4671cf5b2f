import { describe, expect, test as plain } from "vitest";
import { createTraffic } from "../../provider/sandbox/traffic";
import { test } from "../support/tenant";

describe("The traffic of a connection", () => {
  plain("is what it carried since it was asked for last, both ways, and nobody else's", () => {
    const carried = createTraffic();
    const first = { bytesRead: 100, bytesWritten: 20 };
    const second = { bytesRead: 5, bytesWritten: 0 };

    expect([carried(first), carried(second)]).toEqual([120, 5]);
    first.bytesRead += 30;
    expect([carried(first), carried(first), carried(second)]).toEqual([30, 0, 0]);
  });

  test("is told of each call in the journal, with its headers", async ({ sandbox, api }) => {
    const { calls } = sandbox;
    await api.getUsers({});
    await api.getUsers({});
    await api.addUser({ email: `${"a".repeat(60)}@acme.test` });
    const bytes = calls.all.map((call) => call.bytes ?? 0);

    const { authorization } = sandbox.credentials;
    expect(bytes[1]).toBe(bytes[0]);
    for (const count of bytes) expect(count).toBeGreaterThan(authorization.length + 100);
    expect(bytes[2]).toBeLessThan(1_500);
  });
});
