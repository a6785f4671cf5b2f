import { describe, expect } from "vitest";
import { type Contract, operations } from "../../../provider/api/contract";
import { judgeContract } from "../../../provider/cli/doctor/judge-contract";
import { startSandbox } from "../../../provider/sandbox";
import { connectionOf, test } from "../../support/tenant";

const verdictsOf = ({ assumptions }: Awaited<ReturnType<typeof judgeContract>>, operation: string) =>
  Object.fromEntries(
    assumptions
      .filter((assumption) => assumption.operation === operation)
      .map(({ aspect, field = aspect, verdict, says }) => [
        field,
        says === undefined ? verdict : `${verdict}: ${says}`,
      ]),
  );

describe("Judging the contract", () => {
  test("confirms what is so, and tries no write", async ({ connection, clock, sandbox }) => {
    const judged = await judgeContract(connection, clock);

    expect(judged.corrections).toEqual({});
    expect(verdictsOf(judged, "getUsers")).toMatchObject({
      ...{ path: "confirmed", users: "confirmed", pages: "not seen: the list came in one page" },
    });
    const writes = judged.assumptions.filter(({ verdict }) => verdict === "not testable without writing");
    expect(new Set(writes.map(({ operation }) => operations[operation as keyof Contract].effect))).toEqual(
      new Set(["create", "idempotent"]),
    );
    expect(sandbox.calls.writes()).toEqual([]);
    expect(clock.now()).toBeDefined();
  });

  test("says what can't be told, and why", async ({ connection, clock, sandbox }) => {
    sandbox.portal.setPlan({ plan: "TEAM" });
    const judged = await judgeContract(connection, clock);

    expect(verdictsOf(judged, "getSamlGroupMappings")["path"]).toMatch(
      /^not seen: AppTego said SAML.*\(HTTP 403\)$/,
    );
  });

  test("finds a list that goes on otherwise, so that no half of one is taken for the whole", async ({
    clock,
  }) => {
    const nextPage = { reply: "next_cursor", request: "cursor" };
    const getUsers = { ...operations.getUsers, nextPage };
    const people = ["a", "b", "c"].map((name) => ({ email: `${name}@acme.test` }));
    const contract = { ...operations, getUsers };
    await using sandbox = await startSandbox({ contract, rules: { pageSize: 2 }, seed: { users: people } });
    const judged = await judgeContract(connectionOf(sandbox), clock);

    expect(judged.corrections).toMatchObject({ getUsers: { nextPage } });
    expect(verdictsOf(judged, "getUsers")["pages"]).toBe("wrong: the reply names it next_cursor");
  });

  test("confirms how a list goes on where it does", async ({ clock }) => {
    const people = ["a", "b", "c"].map((name) => ({ email: `${name}@acme.test` }));
    await using sandbox = await startSandbox({ rules: { pageSize: 2 }, seed: { users: people } });

    expect(verdictsOf(await judgeContract(connectionOf(sandbox), clock), "getUsers")["pages"]).toBe(
      "confirmed",
    );
  });

  test("knows a list by what it holds where each name is another one", async ({ clock }) => {
    const replyNames = {
      users: "members",
      user_id: "id",
      email: "mail",
      permissions: "rights",
      status: "state",
      owner: "root",
    };
    const getUsers = { ...operations.getUsers, path: "list_users", replyNames };
    await using sandbox = await startSandbox({ contract: { ...operations, getUsers } });
    const judged = await judgeContract(connectionOf(sandbox), clock);

    expect(judged.corrections).toEqual({
      getUsers: { method: "GET", path: "list_users", reply: replyNames },
    });
    expect(judged.likely).toMatchObject({ removeUser: { request: { user_id: "id" } } });
    expect(verdictsOf(judged, "getUsers")["path"]).toBe("wrong: it is GET list_users");
  });

  test("asks nothing else where the credentials aren't accepted", async ({ sandbox, clock }) => {
    const judged = await judgeContract(connectionOf(sandbox, { tokenSecret: "wrong" }), clock);

    expect(judged.told).toHaveLength(7);
    expect(sandbox.calls.operations()).toEqual(["getSubscription"]);
  });

  test("doesn't guess where a list might be that isn't to be found", async ({ sandbox, clock }) => {
    const getUsers = { ...operations.getUsers, path: "people" };
    const connection = connectionOf(sandbox, { contract: { ...operations, getUsers } });

    expect(verdictsOf(await judgeContract(connection, clock), "getUsers")).toMatchObject({
      path: "wrong: AppTego said Not found (HTTP 404)",
      email: "not seen: AppTego said Not found (HTTP 404)",
    });
  });
});
