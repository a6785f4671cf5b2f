import { describe, expect, test } from "vitest";
import { datesOfStack, setDateOfStack } from "../../../provider/cli/rotate/stack-dates";
import { keptContext } from "../../support/command";
import { fakePulumi } from "../../support/fake-pulumi";

const contextOf = (env: NodeJS.ProcessEnv) => keptContext({ env }).context;

describe("The dates of a stack", () => {
  test("are read from its configuration", async () => {
    const { env } = await fakePulumi({
      "config dev": {
        "apptego-rotate:dates": { value: '{"ci":"2031-02-03"}', objectValue: { ci: "2031-02-03", old: 20 } },
      },
      "config none": {},
    });

    expect([...(await datesOfStack(contextOf(env), "dev"))]).toEqual([
      ["ci", "2031-02-03"],
      ["old", "20"],
    ]);
    expect((await datesOfStack(contextOf(env), "none")).size).toBe(0);
  });

  test("aren't guessed from something else", async () => {
    const { env } = await fakePulumi({ "config dev": { "apptego-rotate:dates": { secret: true } } });

    await expect(datesOfStack(contextOf(env), "dev")).rejects.toThrow(
      /^Reading the dates .* stack dev: apptego-rotate:dates isn't an object .*pulumi config rm/,
    );
  });

  test("are written by path, whatever the name of the resource", async () => {
    const { env, calls } = await fakePulumi({ "config dev": {} });

    await setDateOfStack(contextOf(env), "dev", 'my "ci":1', "2031-02-03");

    expect(calls()).toEqual([
      expect.stringContaining(
        'config set --plaintext --path apptego-rotate:dates["my \\"ci\\":1"] 2031-02-03 --stack dev',
      ),
    ]);
  });
});
