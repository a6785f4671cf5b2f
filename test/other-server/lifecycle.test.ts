import { describe, expect, test } from "vitest";
import { connect } from "../../provider/api/client";
import { resourceOf, type ResourceType } from "../../provider/resources";
import { configureRequest, EXAMPLES, type Provider, revived, TYPES } from "../support/provider";
import { connectionTo, type Held, littleEngine, newProcess, type Wishes } from "./little-engine";
import type { OtherServer } from "./other-server";
import { foreign, KIND, ours, seeds, start, writes } from "./started";

const SEEDS = seeds(60);
const RENAMED: Readonly<Record<ResourceType, Record<string, unknown>>> = {
  ApiToken: { name: "ci · neu" },
  User: { email: "Alice.Neu@acme.test" },
  SamlGroupMapping: { groupName: "CN=neu,OU=Groups" },
  AutomationKey: { name: "pipeline · neu" },
};
const WISHES = (which: "first" | "changed", more: Partial<typeof RENAMED> = {}): Wishes =>
  Object.fromEntries(TYPES.map((type) => [type, [type, { ...EXAMPLES[type][which], ...more[type] }]]));

async function providerOf(server: OtherServer, type: ResourceType, run: string): Promise<Provider> {
  const provider = revived(type);
  const { tenantId, tokenKey, tokenSecret } = server.credentials;
  const configuration = { baseUrl: server.url, integration: run, tenantId, tokenKey, tokenSecret };
  const entries = Object.entries(configuration).map(([name, value]) => [`apptego:${name}`, value]);
  await provider.configure(configureRequest(Object.fromEntries(entries) as Record<string, string>));
  return provider;
}

/** Whether what the state says is what the server holds. */
function expectHeld(server: OtherServer, { type, id, state }: Pick<Held, "type" | "id" | "state">): void {
  const entry = server.store.find(KIND[type], id);
  const { name, email, groupName, permissions, enabled } = state;
  expect(entry, `${type} ${id}`).toMatchObject({ name: name ?? email ?? groupName });
  if (type === "AutomationKey") expect(entry?.enabled).toBe(enabled);
  else expect([...(entry?.permissions ?? [])].sort()).toEqual(permissions);
}

async function expectOpens(
  server: OtherServer,
  { type, state }: Pick<Held, "type" | "state">,
): Promise<void> {
  if (type === "ApiToken") {
    const [tokenKey, tokenSecret] = [String(state["tokenKey"]), String(state["tokenSecret"])];
    await connect(connectionTo(server, { tokenKey, tokenSecret })).getSubscription({});
  }
  if (type === "AutomationKey") {
    const url = new URL("/automate/anything", server.url);
    const { ok } = await fetch(url, { headers: { authorization: String(state["authorization"]) } });
    expect(ok).toBe(state["enabled"]);
  }
}

const example = (type: ResourceType, which: "first" | "changed") =>
  EXAMPLES[type][which] as Record<string, unknown>;

describe("Against a server that does otherwise what the documentation leaves open, the provider", () => {
  test.each(SEEDS)("leads each resource through its life (seed %i)", async (seed) => {
    const server = await start({ seed });
    const before = foreign(server);
    for (const type of TYPES) {
      const [first, second, third] = await Promise.all(
        ["first", "second", "third"].map(async (run) => providerOf(server, type, run)),
      );
      if (!first || !second || !third) throw new Error("no provider");
      const inputs = (await first.check({}, example(type, "first"))).inputs as Record<string, unknown>;

      const { id, outs } = await first.create(inputs);
      const state = outs as Held["state"];
      expectHeld(server, { type, id, state });
      await expectOpens(server, { type, state });

      const again = (await second.check(state, example(type, "first"))).inputs as Record<string, unknown>;
      expect(await second.diff(id, state, again)).toMatchObject({ changes: false, replaces: [] });
      const read = await second.read(id, state);
      expect(read.id).toBe(id);
      expect(await second.diff(id, read.props, again)).toMatchObject({ changes: false, replaces: [] });
      await expectOpens(server, { type, state: read.props as Held["state"] });

      const changed = (await second.check(state, example(type, "changed"))).inputs as Record<string, unknown>;
      expect(await second.diff(id, state, changed)).toMatchObject({ changes: true, replaces: [] });
      const updated = (await second.update(id, state, changed)).outs as Held["state"];
      expectHeld(server, { type, id, state: updated });
      expect(await second.diff(id, updated, changed)).toMatchObject({ changes: false });

      const live = server.store.find(KIND[type], id);
      if (live)
        Object.assign(live, { permissions: ["modify_tenant_settings", "view_audit_trail"], enabled: true });
      const drifted = await third.read(id, updated);
      expect(await third.diff(id, drifted.props, changed)).toMatchObject({ changes: true, replaces: [] });
      const restored = (await third.update(id, drifted.props, changed)).outs as Held["state"];
      if (type !== "AutomationKey") expect(live?.permissions).toContain("view_audit_trail"); // nobody's wish is kept
      expect(await third.diff(id, restored, changed)).toMatchObject({ changes: false });

      const importer = await providerOf(server, type, "import");
      const written = writes(server).length;
      const wished = await importer.check({}, { ...example(type, "changed"), __import: id });
      expect(wished.failures ?? []).toEqual([]);
      expect((await importer.create(wished.inputs)).id).toBe(id);
      expect(writes(server)).toHaveLength(written);

      const renamed = (await third.check(restored, { ...example(type, "changed"), ...RENAMED[type] })).inputs;
      expect((await third.diff(id, restored, renamed)).replaces).toHaveLength(1);
      const next = await third.create(renamed as Record<string, unknown>);
      server.advance(61_000); // lists show by now what was made, so that one of them proves that it is gone
      await third.delete(id, restored);
      expect(ours(server).map((entry) => entry.id)).toEqual([next.id]);
      await third.delete(next.id, next.outs);
      expect(ours(server)).toEqual([]);

      const gone = await resourceOf(type).read(newProcess(server), next.id, next.outs as Held["state"]);
      expect(gone).toBeUndefined();
    }
    expect(foreign(server)).toEqual(before);
    expect(writes(server).filter(({ committed }) => !committed)).toEqual([]);
  });

  test.each(SEEDS)(
    "comes to what is wished, and leaves nothing over, whatever breaks (seed %i)",
    async (seed) => {
      const server = await start({ seed });
      const before = foreign(server);
      const engine = littleEngine(server);
      const expectSettled = async (wishes: Wishes) => {
        server.goWrong(0.35);
        await engine.settle(wishes);
        server.goWrong(0);
        server.advance(60_000);
        expect(
          ours(server)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(
          engine
            .known()
            .map(({ id }) => id)
            .sort(),
        );
        await engine.refresh(); // what an earlier change did late
        await engine.settle(wishes);
        const written = writes(server).length;
        expect(await engine.up(wishes)).toEqual([]);
        expect(await engine.refresh()).toEqual([]);
        expect(writes(server)).toHaveLength(written);
        for (const held of engine.known()) {
          expectHeld(server, held);
          await expectOpens(server, held);
        }
        expect(foreign(server)).toEqual(before);
      };

      await expectSettled(WISHES("first"));
      server.goWrong(0.35);
      const holding = new Set(engine.held.keys());
      await engine.refresh();
      expect(new Set(engine.held.keys())).toEqual(holding); // nothing was taken for gone
      await expectSettled(WISHES("changed"));
      await expectSettled(WISHES("changed", RENAMED));
      await expectSettled({});
      expect(ours(server)).toEqual([]);
      expect(server.store.otherAdministrators("")).toBeGreaterThan(0);
    },
  );
});
