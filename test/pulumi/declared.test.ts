import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { ApiToken, AutomationKey, SamlGroupMapping, User } from "../../provider";
import { run } from "../support/program";

const later = <Value>(value: Value) => pulumi.output(Promise.resolve(value));

describe("A program", () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      "33: two tokens of one name",
      () => [new ApiToken("a", { name: "ci" }), new ApiToken("b", { name: "ci" })],
      /^ApiToken "b": the name "ci" is declared by "a" already\. .*merge them into one/,
    ],
    [
      "36: one person twice",
      () => [new User("a", { email: "alice@acme.test" }), new User("b", { email: "alice@acme.test" })],
      /^User "b": the email "alice@acme.test" is declared by "a" already/,
    ],
    [
      "36: one person twice, in other letters",
      () => [new User("a", { email: "alice@acme.test" }), new User("b", { email: "Alice@ACME.test" })],
      /^User "b": the email "Alice@ACME.test" is declared by "a" already/,
    ],
    [
      "46: one group twice",
      () => [
        new SamlGroupMapping("a", { groupName: "dev", permissions: [] }),
        new SamlGroupMapping("b", { groupName: "dev", permissions: [] }),
      ],
      /^SamlGroupMapping "b": the groupName "dev" is declared by "a" already/,
    ],
    [
      "33: two keys of one name that is an output",
      () => [
        new AutomationKey("a", { name: later("ci") }),
        new AutomationKey("b", { name: Promise.resolve("ci") }),
      ],
      /^AutomationKey "[ab]": the name "ci" is declared by "[ab]" already/,
    ],
    [
      "34: more than 20 tokens",
      () => Array.from({ length: 21 }, (_, index) => new ApiToken(`t${index}`)),
      /^ApiToken "t20": it is number 21 of this program, but a tenant can have only 20: remove/,
    ],
    [
      "52: more than 10 keys",
      () => Array.from({ length: 11 }, (_, index) => new AutomationKey(`k${index}`)),
      /^AutomationKey "k10": it is number 11 of this program, but a tenant can have only 10: remove/,
    ],
  ])("is refused by line %s", async (_, program, message) => {
    const { failure } = await run(program);

    expect(failure).toBeInstanceOf(pulumi.RunError);
    expect((failure as Error).message).toMatch(message);
  });

  test("is refused without showing a person that is a secret", async () => {
    const { failure } = await run(() => [
      new User("a", { email: "alice@acme.test" }),
      new User("b", { email: pulumi.secret("alice@acme.test") }),
    ]);

    expect((failure as Error).message).toMatch(
      /^User "[ab]": the email( "alice@acme.test")? is declared by "[ab]" already/,
    );
    expect((failure as Error).message).not.toMatch(/"b": the email "/);
  });

  test("may hold as much as a tenant can, and one name for each kind", async () => {
    const { failure, warnings, registered } = await run(() => {
      for (let index = 0; index < 20; index += 1)
        new ApiToken(`t${index}`, index === 0 ? { name: "ci" } : {});
      for (let index = 0; index < 10; index += 1)
        new AutomationKey(`k${index}`, index === 0 ? { name: "ci" } : {});
    });

    expect([failure, warnings, registered.length]).toEqual([undefined, [], 30]);
  });

  test("may read what it declares", async () => {
    const { failure } = await run(() => [
      new User("a", { email: "alice@acme.test" }),
      new User("b", { email: "alice@acme.test" }, { id: "1" }),
    ]);

    expect(failure).toBeUndefined();
  });

  test("is one stack's: the next may declare the same", async () => {
    const program = () => new User("a", { email: "alice@acme.test" });

    expect([(await run(program)).failure, (await run(program)).failure]).toEqual([undefined, undefined]);
  });

  test("is warned by line 46 of groups that differ in letter case only", async () => {
    const { failure, warnings } = await run(() => [
      new SamlGroupMapping("a", { groupName: "Dev", permissions: [] }),
      new SamlGroupMapping("b", { groupName: "dev", permissions: [] }),
    ]);

    expect(failure).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^SamlGroupMapping "b": the groupName "dev" differs from that of "a" in letter case only/,
      ),
    ]);
  });

  test("is warned by line 58 of a name that is a secret here and none in the portal", async () => {
    const { failure, warnings } = await run(() => new ApiToken("a", { name: pulumi.secret("hidden-name") }));

    expect(failure).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/^ApiToken "a": its name is a secret here, but not in AppTego/),
    ]);
    expect(warnings.join()).not.toContain("hidden-name");
  });
});
