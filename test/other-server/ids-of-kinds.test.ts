import { describe, expect, test } from "vitest";
import { configureRequest, type Provider, revived } from "../support/provider";
import { start } from "./started";

const NUMBERS = { token: "uuid", user: "number", mapping: "number", key: "uuid" } as const;

async function stage() {
  const server = await start({ seed: 1, habits: { idShapes: NUMBERS } });
  const { tenantId, tokenKey, tokenSecret } = server.credentials;
  const request = configureRequest({
    "apptego:baseUrl": server.url,
    "apptego:tenantId": tenantId,
    "apptego:tokenKey": tokenKey,
    "apptego:tokenSecret": tokenSecret,
  });
  const [users, mappings] = [revived("User"), revived("SamlGroupMapping")];
  for (const provider of [users, mappings]) await provider.configure(request);
  return { server, users, mappings };
}

async function importedBy(provider: Provider, wish: Record<string, unknown>) {
  const { inputs, failures } = await provider.check({}, wish);
  expect(failures).toEqual([]);
  return { inputs, ...(await provider.create(inputs)) };
}

describe("An id that a user and a mapping share", () => {
  test("doesn't keep the mapping alive when the user is imported", async () => {
    const { server, users, mappings } = await stage();
    const made = await mappings.create(
      (await mappings.check({}, { groupName: "x", permissions: [] })).inputs,
    );
    server.make("user", "z@acme.test", { id: made.id });
    const { id } = await importedBy(users, { email: "z@acme.test", permissions: [], __import: made.id });
    expect(id).toBe(made.id);

    await mappings.delete(made.id, made.outs);
    expect(server.store.find("mapping", made.id)).toBeUndefined();
  });

  test("doesn't keep the mapping from being imported when the state holds the user", async () => {
    const { server, users, mappings } = await stage();
    server.make("mapping", "developers", { id: "77" });
    server.make("user", "z@acme.test", { id: "77" });
    const user = await importedBy(users, { email: "z@acme.test", permissions: [], __import: "77" });
    await users.diff("77", user.outs, user.inputs);

    const mapping = await importedBy(mappings, { groupName: "developers", permissions: [], __import: "77" });
    expect(mapping.id).toBe("77");
  });
});
