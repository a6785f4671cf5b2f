import { describe, expect, test } from "vitest";
import { loadContract } from "../../provider/api/contract-file";
import { clientOf, failureOf, scratchFile } from "../support/connection";
import { type ScriptedReply, serve } from "../support/scripted-server";

const tenant = (id: string) => ({ tenant_id: id, name: id, plan: "TEAM" });
const page = (ids: string[], next?: unknown): ScriptedReply => ({
  body: { tenants: ids.map(tenant), ...(next !== undefined && { next }) },
});
const read = async (...replies: ScriptedReply[]) => {
  const server = await serve(replies);
  const reading = clientOf(server).getTenants({});
  return { server, reading };
};

describe("A list in pages", () => {
  test.for([["page/2 & more"], [2]] as const)(
    "is read whole, page after page: %s",
    async ([next], { expect }) => {
      const { server, reading } = await read(page(["a", "b"], next), page(["c"], null));

      expect((await reading).tenants.map(({ tenant_id }) => tenant_id)).toEqual(["a", "b", "c"]);
      expect(server.requests.map(({ path }) => new URL(path, server.url).searchParams.get("next"))).toEqual([
        null,
        String(next),
      ]);
    },
  );

  test.for([undefined, null, ""])("ends where no page is named: %s", async (next) => {
    const { server, reading } = await read(page(["a"], next));

    expect((await reading).tenants).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
  });

  test("fails as a whole where one page can't be had, after the usual attempts", async () => {
    const { server, reading } = await read(page(["a"], "2"), { status: 500, body: { error: "No" } });

    expect(await failureOf(reading)).toMatchObject({ name: "ServerError" });
    expect(server.requests).toHaveLength(5);
  });

  test.for([[true], [{ page: 2 }], [["2"]]])(
    "fails where it can't be told which page: %s",
    async ([next]) => {
      const { reading } = await read(page(["a"], next));

      expect(String(await failureOf(reading))).toContain('the reply\'s field "next" names no page');
    },
  );

  test("fails where a page is named again", async () => {
    const { server, reading } = await read(page(["a"], "2"), page(["b"], "3"), page(["c"], "2"));

    expect(String(await failureOf(reading))).toContain("the list names a page that it named before");
    expect(server.requests).toHaveLength(3);
  });

  test("fails after a hundred pages", async () => {
    const server = await serve((_, index) => page(["a"], index + 1));

    expect(String(await failureOf(clientOf(server).getTenants({})))).toContain("more than 100 pages");
    expect(server.requests).toHaveLength(100);
  });

  test("may be called otherwise, by the contract file", async () => {
    const contract = loadContract(
      scratchFile(
        "contract.yaml",
        "operations: { getTenants: { method: POST, nextPage: { reply: more, request: from } } }",
      ),
    );
    const server = await serve([{ body: { tenants: [tenant("a")], more: "2", next: "no" } }, page(["b"])]);

    expect((await clientOf(server, {}, { contract }).getTenants({})).tenants).toHaveLength(2);
    expect(server.requests.map(({ body }) => body)).toEqual(["{}", '{"from":"2"}']);
  });

  test("is asked for in one way only where nothing says that it has pages", async () => {
    const server = await serve([{ body: { subscription: "TEAM", next: "2" } }]);
    await clientOf(server).getSubscription({});

    expect(server.requests).toHaveLength(1);
  });
});
