import { describe, expect, onTestFinished, vi } from "vitest";
import { compare } from "../../provider/pulumi/compare";
import { resourceOf } from "../../provider/resources";
import { UNKNOWN } from "../../provider/resources/unknown";
import { failureOf } from "../support/connection";
import { providerOf } from "../support/provider";
import { test } from "../support/tenant";

const token = resourceOf("ApiToken");
const state = { name: "ci", permissions: ["build_applications"], tokenKey: "tok_1" };

describe("The comparison of a state with a wish", () => {
  test("finds nothing where they are equal, and tells a change from a replacement", () => {
    expect(compare(token, "tok_1", state, state)).toEqual({ changes: false, replaces: [] });
    expect(compare(token, "tok_1", state, { ...state, permissions: [] })).toEqual({
      changes: true,
      replaces: [],
    });
    expect(compare(token, "tok_1", state, { ...state, name: "cd" })).toEqual({
      changes: true,
      replaces: ["name"],
    });
  });

  test("takes duplicates for a change that needs no replacement", () => {
    const doubled = { ...state, duplicateIds: ["tok_2"] };

    expect(compare(token, "tok_1", doubled, state)).toEqual({ changes: true, replaces: [] });
    expect(compare(token, "tok_1", { ...state, duplicateIds: [] }, state)).toMatchObject({ changes: false });
  });

  test("replaces a creation in doubt, the old one first", () => {
    expect(compare(token, "unresolved:0123", state, state)).toEqual({
      changes: true,
      replaces: ["name", "rotateOn"],
      deleteBeforeReplace: true,
    });
  });
});

describe("A preview in a full tenant", () => {
  // The sandbox adds a token of its own.
  test.override({
    sandboxOptions: { seed: { tokens: Array.from({ length: 18 }, (_, at) => ({ name: `c${at}` })) } },
  });
  const news = (version: string, name = "ci [pu-0000000002]") => ({
    __computedName: name,
    rotateOn: { version },
  });

  test("only warns of a rotation that may not come", async ({ sandbox }) => {
    const written: string[] = [];
    const write = vi
      .spyOn(process.stderr, "write")
      .mockImplementation((text) => written.push(String(text)) > 0);
    onTestFinished(() => {
      write.mockRestore();
    });
    const provider = await providerOf(sandbox, "ApiToken");
    const { inputs } = await provider.check({}, news("1", "ci [pu-0000000001]"));
    const { id, outs = {} } = await provider.create(inputs);
    const preview = await providerOf(sandbox, "ApiToken", "preview");
    const { inputs: unknown } = await preview.check(inputs, { ...news(UNKNOWN), __computedName: UNKNOWN });

    expect(await preview.diff(id, outs, unknown)).toMatchObject({ changes: true });
    expect(written).toEqual([expect.stringMatching(/isn't known yet; if it is: .*20 of 20/)]);
    const { inputs: known } = await preview.check(inputs, news("2"));
    expect(String(await failureOf(preview.diff(id, outs, known)))).toContain("20 of 20");
  });

  test("lets a rotation be healed that was killed before its state was saved", async ({ sandbox }) => {
    sandbox.portal.deleteToken({ token: "c0" });
    const provider = await providerOf(sandbox, "ApiToken");
    const { inputs } = await provider.check({}, news("1", "ci [pu-0000000001]"));
    const { id, outs = {} } = await provider.create(inputs);
    const killed = await providerOf(sandbox, "ApiToken", "killed");
    const { inputs: rotated } = await killed.check(inputs, news("2"));
    await killed.diff(id, outs, rotated);
    await killed.create(rotated);
    expect(sandbox.tenant.tokens).toHaveLength(20);

    const healing = await providerOf(sandbox, "ApiToken", "healing");
    const again = await healing.check(inputs, news("2"));
    expect(await healing.diff(id, outs, again.inputs)).toMatchObject({ replaces: ["name", "rotateOn"] });
    await healing.create(again.inputs);
    await healing.delete(id, outs);
    expect(sandbox.tenant.tokens).toHaveLength(19);
  });
});
