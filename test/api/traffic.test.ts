import { describe, expect, test } from "vitest";
import { trafficTo } from "../../provider/api/traffic";

describe("Traffic", () => {
  test("is shared by all who call one tenant at one host, and by nobody else", () => {
    const ours = trafficTo("a.test", "1");

    expect(trafficTo("a.test", "1")).toBe(ours);
    expect([trafficTo("a.test", "2"), trafficTo("b.test", "1")]).not.toContain(ours);
  });
});
