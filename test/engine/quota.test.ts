import { describe, expect } from "vitest";
import { type Story, test, type Wish } from "../support/story";

interface Many {
  readonly tokens: number;
  readonly keys: number;
  readonly month: number;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** So many tokens and keys, all rotated when the month changes. */
function many({ tokens, keys, month, options = {} }: Many): Wish {
  const numbered = (count: number, type: "ApiToken" | "AutomationKey") =>
    Array.from({ length: count }, (_, at) => {
      const declared = { type, args: { rotateOn: { month: String(month) } }, options };
      return [`${type}-${at}`, declared] as const;
    });
  return Object.fromEntries([...numbered(tokens, "ApiToken"), ...numbered(keys, "AutomationKey")]);
}

async function credentials(story: Story): Promise<Map<string, unknown>> {
  const entries = Object.entries(await story.state()).filter(([, { outputs }]) => outputs["authorization"]);
  return new Map(entries.map(([name, { outputs }]) => [name, outputs["authorization"]]));
}

const OLD_FIRST = { deleteBeforeReplace: true };

describe("A rotation", () => {
  test("at 20 of 20 and 10 of 10 says at preview how it can be done, and then is done", async ({
    sandbox,
    startStory,
  }) => {
    const full = { tokens: 19, keys: 10 }; // the provider's own token is the twentieth
    const story = await startStory(many({ ...full, month: 1 }));
    const up = await story.stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    const before = await credentials(story);
    expect(before.size).toBe(29);

    sandbox.calls.clear();
    await story.wish(many({ ...full, month: 2 }));
    const refused = await story.stack.preview();
    const told = refused.stdout + refused.stderr;
    expect(refused.exitCode).not.toBe(0);
    expect(told).toMatch(
      /Replacing the (API token|automation key) \S+ \[pu-\w+\] needs a free slot, but (20 of 20|10 of 10) (API token|automation key)s are used/,
    );
    expect(told).toContain(
      "set the resource option deleteBeforeReplace: true (consumers are without a valid credential until the new one is there), or delete one that nobody needs.",
    );
    expect(sandbox.calls.writes()).toEqual([]);
    expect(sandbox.calls.operations().length).toBeLessThanOrEqual(2);

    await story.wish(many({ ...full, month: 2, options: OLD_FIRST }));
    expect(await story.stack.preview()).toMatchObject({ exitCode: 0, changes: { replace: 29 } });
    const rotated = await story.stack.up();
    expect(rotated.exitCode, rotated.stdout + rotated.stderr).toBe(0);
    const after = await credentials(story);
    expect(after.size).toBe(29);
    for (const [name, authorization] of after) expect(authorization).not.toBe(before.get(name));
    expect([sandbox.tenant.tokens.length, sandbox.tenant.keys.length]).toEqual([20, 10]);

    // The option is no change by itself, nor is its end.
    for (const options of [OLD_FIRST, {}]) {
      await story.wish(many({ ...full, month: 2, options }));
      expect((await story.stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
      const refreshed = await story.stack.refresh({ args: ["--expect-no-changes"] });
      expect(refreshed.exitCode, refreshed.stdout + refreshed.stderr).toBe(0);
    }
  });

  test("of 6 of 10 keys at once is refused at preview, and one of 5 is done", async ({
    sandbox,
    startStory,
  }) => {
    const story = await startStory(many({ tokens: 0, keys: 6, month: 1 }));
    expect((await story.stack.up()).exitCode).toBe(0);
    await story.wish(many({ tokens: 0, keys: 6, month: 2 }));
    const refused = await story.stack.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain(
      "6 of 10 automation keys are used, and 4 more of this run need one at the same time",
    );

    const five = Object.entries(many({ tokens: 0, keys: 5, month: 1 }));
    await story.wish(Object.fromEntries(five));
    expect((await story.stack.up()).exitCode).toBe(0);
    await story.wish(many({ tokens: 0, keys: 5, month: 2 }));
    expect((await story.stack.preview()).exitCode).toBe(0);
    const rotated = await story.stack.up();
    expect(rotated.exitCode, rotated.stdout + rotated.stderr).toBe(0);
    expect(sandbox.tenant.keys.length).toBe(5);
  });
});
