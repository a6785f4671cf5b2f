import { describe, expect } from "vitest";
import { operations } from "../../../provider/api/contract";
import {
  AuthenticationError,
  NotFoundError,
  PermissionError,
  TransportError,
  UnexpectedReplyError,
} from "../../../provider/api/errors";
import {
  findElsewhere,
  isElsewhere,
  isHopeless,
  placesFor,
  probe,
  readsOf,
} from "../../../provider/cli/doctor/probe";
import { connectionOf, test } from "../../support/tenant";

const facts = { operation: "getUsers", outcome: "rejected" } as const;

describe("Probing", () => {
  test("is for operations that change nothing", () => {
    expect(readsOf(operations)).toEqual([
      ...["getTenants", "getSubscription", "getApplications", "getApiTokens", "getUsers"],
      ...["getSamlGroupMappings", "getAutomationKeys"],
    ]);
  });

  test("yields a reply with the server's own names, or its refusal", async ({ sandbox, clock }) => {
    const getUsers = { ...operations.getUsers, replyNames: { users: "members" } };
    const connection = connectionOf(sandbox, { contract: { ...operations, getUsers } });
    expect(await probe(connection, "getUsers", clock)).toMatchObject({
      body: { users: [{ email: "owner@acme.test" }] },
    });
    sandbox.portal.setPlan({ plan: "TEAM" });

    expect(await probe(connection, "getSamlGroupMappings", clock)).toMatchObject({ error: { kind: "plan" } });
  });

  test("looks elsewhere by reads of a list's other names", async ({ sandbox, connection, clock }) => {
    expect(placesFor(operations.getUsers)).toEqual([
      { method: "POST" },
      { method: "GET", path: "list_users" },
      { method: "GET", path: "get_tenant_users" },
      { method: "GET", path: "get_all_users" },
      { method: "GET", path: "users" },
    ]);
    const getUsers = { ...operations.getUsers, path: "people" };
    const moved = { ...connection, contract: { ...operations, getUsers } };
    expect(await findElsewhere(moved, "getUsers", clock, () => true)).toBeUndefined();
    expect(sandbox.calls.all).toEqual([]);
  });

  test("takes only an answer that is of the operation", async ({ connection, clock }) => {
    const getUsers = { ...operations.getUsers, method: "POST" as const };
    const moved = { ...connection, contract: { ...operations, getUsers } };

    expect(await findElsewhere(moved, "getUsers", clock, () => false)).toBeUndefined();
    expect(await findElsewhere(moved, "getUsers", clock, (body) => "users" in body)).toMatchObject({
      found: { method: "GET" },
    });
  });

  test("goes on elsewhere where there is no such operation, and not at all where nothing can help", () => {
    expect(isElsewhere(new NotFoundError(facts))).toBe(true);
    expect(isElsewhere(new UnexpectedReplyError({ ...facts, status: 405 }))).toBe(true);
    expect(isElsewhere(new UnexpectedReplyError({ ...facts, status: 200 }))).toBe(false);
    expect(isElsewhere(new PermissionError(facts))).toBe(false);
    expect(isHopeless(new AuthenticationError(facts))).toBe(true);
    expect(isHopeless(new TransportError(facts))).toBe(true);
    expect(isHopeless(new PermissionError(facts))).toBe(false);
  });
});
