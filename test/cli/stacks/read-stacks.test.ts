import path from "node:path";
import { describe, expect, test } from "vitest";
import { readStacks } from "../../../provider/cli/stacks/read-stacks";
import { keptContext } from "../../support/command";
import { scratchFile } from "../../support/connection";
import { fakePulumi } from "../../support/fake-pulumi";
import { exportOf, recordedState, storedResource, storedSecret } from "../../support/states";

const stateOf = (...names: string[]) => exportOf(names.map((name) => storedResource("User", name)));

describe("The states", () => {
  test("of stacks, files and standard input are read in the order given", async () => {
    const { env, calls } = await fakePulumi({
      "stack dev": JSON.parse(stateOf("a")),
      "stack prod": JSON.parse(stateOf("b")),
    });
    const file = scratchFile("state.json", stateOf("c"));
    const { context } = keptContext({ env, cwd: path.dirname(file), stdin: stateOf("d") });
    const states = await readStacks(context, { stack: ["dev", "prod"], state: ["state.json", "-"] });

    expect(states.map(({ source, resources }) => [source, resources[0]?.name])).toEqual([
      ...[
        ["dev", "a"],
        ["prod", "b"],
      ],
      ...[
        ["state.json", "c"],
        ["standard input", "d"],
      ],
    ]);
    expect(calls()).toEqual([
      `${context.cwd} stack export --stack dev --non-interactive`,
      `${context.cwd} stack export --stack prod --non-interactive`,
    ]);
  });

  test("are decrypted where that is asked for, and then hidden from the terminal", async () => {
    const email = storedSecret({ plaintext: "canary@acme.test" });
    const permissions = storedSecret({ plaintext: ["build_applications"] });
    const user = storedResource("User", "a", { inputs: { email, permissions } });
    const { env, calls } = await fakePulumi({ "stack dev": JSON.parse(exportOf([user])) });
    const { context, kept } = keptContext({ env });
    const [state] = await readStacks(context, { stack: ["dev"] }, { decrypt: true });
    context.terminal.print(JSON.stringify(state?.resources[0]?.inputs));

    expect(calls()).toEqual([expect.stringContaining("stack export --stack dev --show-secrets")]);
    expect(state?.resources[0]?.inputs).toMatchObject({ email: "canary@acme.test" });
    expect(kept.stdout).toBe('{"email":"[secret]","permissions":["build_applications"]}\n');
  });

  test("of the real engine come out of a file", async () => {
    const file = scratchFile("state.json", recordedState("whole").text);
    const [state] = await readStacks(keptContext().context, { state: [file] });

    expect(state?.resources).toHaveLength(6);
  });

  test.each([
    [{}, "No stack is named: add --stack <name>"],
    [{ state: ["-", "-"] }, "standard input can be read once"],
    [{ state: ["/none/here.json"] }, "--state /none/here.json: it can't be read (ENOENT)"],
  ])("can't be had by %j, which is a matter of the command line", async (options, said) => {
    await expect(readStacks(keptContext().context, options)).rejects.toMatchObject({
      ...{ name: "UsageError", message: expect.stringContaining(said) },
    });
  });

  test("can't be had of a stack that isn't there", async () => {
    const { env } = await fakePulumi({});

    await expect(readStacks(keptContext({ env }).context, { stack: ["gone"] })).rejects.toThrow(
      "Reading the state of the stack gone: pulumi ended with 255",
    );
  });
});
