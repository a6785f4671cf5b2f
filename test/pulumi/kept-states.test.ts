import { describe, expect } from "vitest";
import type { Api, OperationName } from "../../provider/api/contract";
import { dynamicProvider } from "../../provider/pulumi/dynamic-provider";
import type { ResourceType } from "../../provider/resources";
import type { FaultInput } from "../../provider/sandbox";
import { openTenant } from "../../provider/resources/tenant";
import { configurationOf } from "../support/configured";
import { failureOf } from "../support/connection";
import { configureRequest, EXAMPLES, type Provider, providerOf, TYPES } from "../support/provider";
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

describe.each(["User", "SamlGroupMapping"] as const)(
  "A %s of which AppTego doesn't tell when it was made",
  (type) => {
    const START = Date.parse("2020-01-01T00:00:00Z");
    const time = { now: START };
    test.override({ sandboxOptions: { clock: () => time.now } });
    test.beforeEach(() => {
      time.now = START;
    });

    test("lives from the end of its creation on, which AppTego may have throttled for minutes", async ({
      sandbox,
      api,
      connection,
      clock,
    }) => {
      const slow = async () => {
        time.now += 120_000;
        return Promise.resolve();
      };
      const making: Api = {
        ...api,
        addUser: async (request) => slow().then(async () => api.addUser(request)),
        createSamlGroupMapping: async (request) =>
          slow().then(async () => api.createSamlGroupMapping(request)),
      };
      const options = { wait: async () => Promise.resolve(), clock, tell: () => undefined };
      const tenant = openTenant(making, connection, options);
      const provider = dynamicProvider(type, () => tenant) as Provider;
      await provider.configure(configureRequest(configurationOf(sandbox)));
      const { inputs } = await provider.check({}, EXAMPLES[type].first);
      const { outs } = await provider.create({ ...inputs, __provider: "text" });

      const { __createdAt: createdAt } = outs as { __createdAt: string };
      expect(Date.parse(createdAt)).toBeGreaterThanOrEqual(time.now);
    });
  },
);
