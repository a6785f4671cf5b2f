import { describe, expect, test } from "vitest";
import { authorizationHeader } from "../../provider/api/connection";
import type { OtherServer } from "./other-server";
import { ours, seeds, start, writes } from "./started";

async function ask({ url, credentials }: OtherServer, path: string, body?: object): Promise<Response> {
  const { tenantId, tokenKey, tokenSecret } = credentials;
  const authorization = authorizationHeader(tokenKey, tokenSecret);
  return fetch(`${url.replace(/\/$/, "")}/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization, tenant: tenantId, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const textOf = async (server: OtherServer, path: string) => (await ask(server, path)).text();

describe("The other server", () => {
  test("answers the same by the same seed, and otherwise by another", async () => {
    const servers = await Promise.all([1, 1, ...seeds(12)].map(async (seed) => start({ seed })));
    const texts = await Promise.all(servers.map(async (server) => textOf(server, "get_users")));

    expect(texts[0]).toBe(texts[1]);
    expect(new Set(texts).size).toBe(12);
  });

  test("writes each list in an order of its own", async () => {
    const server = await start({ seed: 3 });
    const lists = new Set<string>();
    for (let times = 0; times < 8; times += 1) {
      const { api_tokens } = JSON.parse(await textOf(server, "get_api_tokens")) as { api_tokens: Entry[] };
      lists.add(api_tokens.map(({ token_key }) => token_key).join());
    }

    expect(lists.size).toBeGreaterThan(1);
  });

  test("takes exactly the fields of an operation", async () => {
    const server = await start({ seed: 4 });
    for (const body of [{}, { name: 7 }, { name: "ci", permissions: "" }, { name: " " }])
      expect((await ask(server, "create_api_token", body)).status).toBe(server.habits.statuses.validation);

    expect(ours(server)).toEqual([]);
  });

  test.each(["before", "later", "never"] as const)(
    "knows what it did of a lost call: %s",
    async (commits) => {
      const server = await start({ seed: 5 });
      server.goWrong(() => ({ fault: commits === "later" ? "late" : "reset", commits }));
      await expect(ask(server, "create_api_token", { name: "ci" })).rejects.toThrow();

      expect(ours(server)).toHaveLength(commits === "before" ? 1 : 0);
      server.settle();
      expect(ours(server)).toHaveLength(commits === "never" ? 0 : 1);
      expect(writes(server)).toMatchObject([
        { operation: "create_api_token", committed: commits !== "never", request: { name: "ci" } },
      ]);
      expect(writes(server)[0]?.id).toBe(ours(server)[0]?.id);
    },
  );

  test("keeps an administrator, the owner and the tenant's limit", async () => {
    const server = await start({ seed: 6, maxUsers: 3 });
    const [owner] = server.store.all("user");
    const { lockout, full } = server.habits.statuses;
    const user_id = owner?.id;

    expect((await ask(server, "remove_user", { user_id })).status).toBe(lockout);
    expect((await ask(server, "update_user_permissions", { user_id, permissions: "" })).status).toBe(lockout);
    expect((await ask(server, "add_user", { email: "one@too.many" })).status).toBe(full);
    expect(server.store.all("user")).toHaveLength(3);
  });
});

interface Entry {
  readonly token_key: string;
}
