import { type OperationName, operations } from "../../provider/api/contract";
import { PERMISSION_KEYS } from "../../provider/api/permissions";
import { type HumanEdits, type JournalEntry, OWNER, type StartServer } from "../fuzz/server-under-test";
import { turn } from "../fuzz/virtual-time";
import type { Call, OtherServer } from "./other-server";
import { startOtherServer } from "./server";
import type { Entry, Kind } from "./store";

const NAMES = new Map(
  Object.entries(operations).map(([name, { path }]) => [path, name as OperationName] as const),
);

function entryOf({ operation, request, committed, id }: Call): JournalEntry {
  const name = NAMES.get(operation);
  if (name === undefined) throw new Error(`The contract has no ${operation}.`);
  return { operation: name, request, applied: committed, id };
}

function portalOf({ store, make }: OtherServer): HumanEdits {
  const byId = (kind: Kind, id: string) => store.find(kind, id);
  const byEmail = (email: string) =>
    store.all("user").find(({ name }) => name.toLowerCase() === email.toLowerCase());
  const change = (
    entry: Entry | undefined,
    to: Partial<Pick<Entry, "permissions" | "enabled" | "status">>,
  ) => {
    if (entry !== undefined) Object.assign(entry, to);
  };
  const remove = (entry: Entry | undefined) => {
    if (entry !== undefined) store.remove(entry);
  };
  const made = "before";
  return {
    addToken: (name) => void make("token", name, { made }),
    addKey: (name) => void make("key", name, { made }),
    addUser: (email) => void make("user", email, { status: "active", made }),
    acceptInvitation: (email) => change(byEmail(email), { status: "active" }),
    setTokenPermissions: (id, permissions) => change(byId("token", id), { permissions }),
    setUserPermissions: (email, permissions) => change(byEmail(email), { permissions }),
    setMappingPermissions: (id, permissions) => change(byId("mapping", id), { permissions }),
    setKeyEnabled: (id, enabled) => change(byId("key", id), { enabled }),
    deleteToken: (id) => remove(byId("token", id)),
    deleteUser: (email) => remove(byEmail(email)),
    deleteMapping: (id) => remove(byId("mapping", id)),
    deleteKey: (id) => remove(byId("key", id)),
  };
}

/** A disabled key is enabled for the trial. */
async function whileEnabled(key: Entry | undefined, trial: () => Promise<boolean>): Promise<boolean> {
  if (key === undefined) return false;
  const { enabled } = key;
  key.enabled = true;
  const opens = await trial();
  key.enabled = enabled;
  return opens;
}

/** The other server as the fuzz harness drives it. */
export const startServer: StartServer = async ({ time, random }) => {
  const server = await startOtherServer({
    seed: Math.floor(random() * 2 ** 32),
    clock: time,
    uniqueIds: true, // the oracle tells objects apart by id alone
    beginning: [{ kind: "user", name: OWNER, permissions: PERMISSION_KEYS, owner: true }],
  });
  const { store, calls } = server;
  const accepts = async (path: string, authorization: string): Promise<boolean> =>
    (await fetch(new URL(path, server.url), { headers: { authorization } })).ok;
  return {
    url: server.url,
    credentials: server.credentials,
    journal: () => calls.map(entryOf),
    maxInFlight: server.maxInFlight,
    content: () => ({
      tokens: store.all("token").map(({ id, name, permissions }) => ({ id, name, permissions })),
      users: store.all("user").map(({ id, name, permissions, status }) => ({
        ...{ id, email: name, permissions },
        active: status === "active",
      })),
      mappings: store.all("mapping").map(({ id, name, permissions }) => ({ id, group: name, permissions })),
      keys: store.all("key").map(({ id, name, enabled }) => ({ id, name, enabled })),
    }),
    invitations: () =>
      calls
        .filter(({ operation, committed }) => operation === "add_user" && committed)
        .map(({ request }) => String((request as { email: unknown }).email)),
    secrets: () => server.secrets,
    misbehave: server.goWrong,
    settle: async () => {
      server.settle();
      await turn();
    },
    accepts: async (kind, id, secret) =>
      kind === "key"
        ? whileEnabled(store.find("key", id), async () => accepts("/automate/any", `Bearer ${id}:${secret}`))
        : accepts("/whoami/", `Bearer ${Buffer.from(`${id}:${secret}`).toString("base64")}`),
    portal: portalOf(server),
    [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose](),
  };
};
