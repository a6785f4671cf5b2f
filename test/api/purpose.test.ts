import { describe, expect, test } from "vitest";
import { currentPurpose, withPurpose } from "../../provider/api/purpose";

describe("A purpose", () => {
  test("is known to all the work it was given for, and to nothing else", async () => {
    const seen = await Promise.all([
      withPurpose("create ApiToken ci", async () => {
        await Promise.resolve();
        return currentPurpose();
      }),
      withPurpose("refresh", () => withPurpose("read User alice", () => Promise.resolve(currentPurpose()))),
    ]);

    expect(seen).toEqual(["create ApiToken ci", "read User alice"]);
    expect(currentPurpose()).toBeUndefined();
  });
});
