import { describe, expect, expectTypeOf, test } from "vitest";
import { readDeployment } from "../../../provider/cli/stacks/deployment";
import type { StackResource, StackState } from "../../../provider/cli/stacks/stack-state";
import { recordedState } from "../../support/states";

describe("A resource of a stack", () => {
  test("is of one of the provider's types, and each secret is kept in one of three ways", () => {
    expectTypeOf<StackResource["type"]>().toEqualTypeOf<
      "ApiToken" | "User" | "SamlGroupMapping" | "AutomationKey"
    >();
    expectTypeOf<StackResource["secrets"][string]>().toEqualTypeOf<"encrypted" | "clear" | "missing">();
    expectTypeOf<StackState["resources"]>().toEqualTypeOf<readonly StackResource[]>();
  });

  test.each(["whole", "troubled"] as const)("holds nothing hidden or secret: state %s", (name) => {
    const { text } = recordedState(name);
    for (const { inputs, outputs } of readDeployment("dev", text).resources)
      for (const property of Object.keys({ ...inputs, ...outputs }))
        expect(property).not.toMatch(/^__|^tokenSecret$|^keySecret$|^authorization$/);

    expect(text).toContain('"__provider"');
  });
});
