import { Semaphore } from "async-mutex";
import { describe, expect } from "vitest";
import { test } from "../support/temporary-folder";
import { CONTROLS } from "./controls";
import { copyWith, runTests } from "./copy";

const everyFile = [...new Set(CONTROLS.flatMap(({ noticedBy }) => noticedBy))];

describe("A copy of the provider", () => {
  test("passes as it is, so that what fails below fails for its change", async ({ folder }) => {
    await copyWith(folder, []);
    const outcomes = await runTests(folder, everyFile);

    expect([...outcomes].flatMap(([, { failed }]) => failed)).toEqual([]);
  }, 180_000);

  test("isn't made where the text to change is gone, or isn't the only one", async ({ folder }) => {
    const file = "provider/api/retry.ts";

    await expect(copyWith(folder, [{ file, before: "nothing of it", after: "" }])).rejects.toThrow(
      "holds no more",
    );
  });

  test("shows a test file that doesn't load, which would prove nothing", async ({ folder }) => {
    const file = "provider/api/retry.ts";
    await copyWith(folder, [{ file, before: "const MOST_HELD_MS", after: "const const MOST_HELD_MS" }]);

    await expect(runTests(folder, ["test/api/retry.test.ts"])).rejects.toThrow("has no test that ran");
  }, 180_000);
});

const twoAtATime = new Semaphore(2);
const BY_TITLE = CONTROLS.map((control) => [control.title, control] as const);

describe("A provider that", () => {
  test.concurrent.for(BY_TITLE)(
    "%s turns the suite red",
    { timeout: 180_000 },
    async ([, { changes, noticedBy }], { folder }) => {
      await copyWith(folder, changes);
      const outcomes = await twoAtATime.runExclusive(() => runTests(folder, noticedBy));

      for (const [file, { failed }] of outcomes) expect(failed, file).not.toEqual([]);
    },
  );
});
