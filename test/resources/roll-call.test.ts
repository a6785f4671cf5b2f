import { describe, expect, test } from "vitest";
import { startRollCall } from "../../provider/resources/roll-call";

const atOnce = async () => Promise.resolve();
const never = async () => new Promise<void>(() => undefined);

describe("A roll call", () => {
  test("is complete where nobody is expected", async () => {
    expect(await startRollCall().complete("ApiToken", never)).toBe(true);
  });

  test("isn't complete before each resource has come, however often one does", async () => {
    const call = startRollCall();
    call.expect("ApiToken", 2);
    call.expect("ApiToken", 1);
    call.answer("ApiToken", "one");
    call.answer("ApiToken", "one");
    call.answer("AutomationKey", "two");

    expect(await call.complete("ApiToken", atOnce)).toBe(false);
    call.answer("ApiToken", "two");
    expect(await call.complete("ApiToken", never)).toBe(true);
  });

  test("waits for the last one", async () => {
    const call = startRollCall();
    call.expect("ApiToken", 3);
    call.answer("ApiToken", "one");
    const both = [call.complete("ApiToken", never), call.complete("ApiToken", never)];
    call.answer("ApiToken", "two"); // nor for one before the last
    await new Promise((resolve) => setImmediate(resolve));
    call.answer("ApiToken", "three");

    expect(await Promise.all(both)).toEqual([true, true]);
  });
});
