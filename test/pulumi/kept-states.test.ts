import { describe, expect } from "vitest";
import type { OperationName } from "../../provider/api/contract";
import type { ResourceType } from "../../provider/resources";
import type { FaultInput } from "../../provider/sandbox";
import { failureOf } from "../support/connection";
import { EXAMPLES, providerOf, TYPES } from "../support/provider";
import { test } from "../support/tenant";

const LISTS: Record<ResourceType, OperationName> = {
  ApiToken: "getApiTokens",
  User: "getUsers",
  SamlGroupMapping: "getSamlGroupMappings",
  AutomationKey: "getAutomationKeys",
};

const HTML = "<!DOCTYPE html><title>Not Found</title>";

/** Replies that say nothing on whether an object exists. */
const REPLIES: readonly (readonly [string, FaultInput])[] = [
  ["401", { kind: "reply", status: 401, body: '{"error":"Authentication failed"}' }],
  ["403", { kind: "reply", status: 403, body: '{"error":"No","permission_denied":true}' }],
  ["404 in JSON", { kind: "reply", status: 404, body: '{"error":"Not found"}' }],
  ["404 and a page", { kind: "reply", status: 404, body: HTML }],
  ["410", { kind: "reply", status: 410, body: '{"error":"Gone"}' }],
  ["500 again and again", { kind: "reply", status: 500, body: '{"error":"Sorry"}', retryAfter: 0 }],
  ["200 and a list of something else", { kind: "reply", status: 200, body: "{}", retryAfter: 0 }],
];

describe.each(TYPES)("The state of a %s", (type) => {
  test.for(REPLIES)("is kept when the list answers %s", async ([, fault], { sandbox }) => {
    const provider = await providerOf(sandbox, type);
    const { inputs } = await provider.check({}, EXAMPLES[type].first);
    const { id, outs } = await provider.create({ ...inputs, __provider: "text" });
    const another = await providerOf(sandbox, type, "a refresh");
    sandbox.failNext(LISTS[type], { ...fault, count: 99 });

    expect(await failureOf(another.read(id, outs as Record<string, unknown>))).toBeInstanceOf(Error);
    sandbox.faults.clear();
    expect(await another.read(id, outs as Record<string, unknown>)).toMatchObject({ id });
  });
});
