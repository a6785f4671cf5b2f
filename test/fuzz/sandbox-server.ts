import { connect } from "../../provider/api/client";
import { type Sandbox, startSandbox } from "../../provider/sandbox";
import { resolveConnection, type Connection } from "../../provider/api/connection";
import { faultsAt, LATE_MS } from "./sandbox-faults";
import type { Content, ServerUnderTest, StartServer } from "./server-under-test";
import { turn } from "./virtual-time";

/** The sandbox as a server under test. */
export const startSandboxServer: StartServer = async ({ time, random }) => {
  const sandbox = await startSandbox({
    clock: time.now,
    random,
    wait: async (milliseconds) => (milliseconds < LATE_MS ? turn() : time.after(milliseconds)),
  });
  return serverOf(sandbox);
};

/** A sandbox that runs already, as a server under test; `isReal` where its time is. */
export function serverOf(sandbox: Sandbox, isReal = false): ServerUnderTest {
  const { portal, calls, credentials } = sandbox;
  return {
    url: sandbox.url,
    credentials,
    journal: () => calls.all,
    maxInFlight: calls.maxInFlight,
    content: () => contentOf(sandbox),
    invitations: () => sandbox.invitations.map(({ email }) => email),
    secrets: () => sandbox.issuedSecrets,
    misbehave(rate) {
      sandbox.faults.clear();
      if (rate > 0) for (const fault of faultsAt(rate, isReal)) sandbox.faults.add(fault);
    },
    async settle() {
      sandbox.faults.clear();
      sandbox.releaseLate();
      const api = connect(connectionOf(sandbox));
      await api.getApiTokens({});
      await api.getUsers({});
      await api.getSamlGroupMappings({});
      await api.getAutomationKeys({});
    },
    accepts: async (kind, id, secret) =>
      kind === "token" ? opensTenant(sandbox, id, secret) : opensAutomation(sandbox, id, secret),
    portal: {
      addToken: (name) => void portal.addToken({ name }),
      addKey: (name) => portal.addKey({ name }),
      addUser: (email) => portal.addUser({ email }),
      acceptInvitation: (email) => portal.acceptInvitation({ email }),
      setTokenPermissions: (token, permissions) =>
        portal.setTokenPermissions({ token, permissions: [...permissions] }),
      setUserPermissions: (email, permissions) =>
        portal.setUserPermissions({ email, permissions: [...permissions] }),
      setMappingPermissions: (id, permissions) =>
        portal.setMappingPermissions({ group: groupOf(sandbox, id), permissions: [...permissions] }),
      setKeyEnabled: (key, enabled) => portal.setKeyEnabled({ key, enabled }),
      deleteToken: (token) => portal.deleteToken({ token }),
      deleteUser: (email) => portal.removeUser({ email }),
      deleteMapping: (id) => portal.deleteMapping({ group: groupOf(sandbox, id) }),
      deleteKey: (key) => portal.deleteKey({ key }),
    },
    [Symbol.asyncDispose]: sandbox.close,
  };
}

function contentOf({ tenant }: Sandbox): Content {
  return {
    tokens: tenant.tokens.map(({ tokenKey: id, name, permissions }) => ({ id, name, permissions })),
    users: tenant.users.map(({ userId: id, email, permissions, status }) => ({
      ...{ id, email, permissions },
      active: status === "active",
    })),
    mappings: tenant.mappings.map(({ mappingId: id, groupName: group, permissions }) => ({
      ...{ id, group, permissions },
    })),
    keys: tenant.keys.map(({ keyId: id, name, enabled }) => ({ id, name, enabled })),
  };
}

function groupOf({ tenant }: Sandbox, id: string): string {
  return tenant.mappings.find(({ mappingId }) => mappingId === id)?.groupName ?? id;
}

async function opensTenant(sandbox: Sandbox, tokenKey: string, tokenSecret: string): Promise<boolean> {
  const call = connect({ ...connectionOf(sandbox), tokenKey, tokenSecret }).getSubscription({});
  return call.then(
    () => true,
    () => false,
  );
}

/** A disabled key is enabled for the trial. */
async function opensAutomation(sandbox: Sandbox, key: string, secret: string): Promise<boolean> {
  const enabled = sandbox.tenant.keys.find(({ keyId }) => keyId === key)?.enabled ?? false;
  sandbox.portal.setKeyEnabled({ key, enabled: true });
  const url = new URL("/automate/get_applications", sandbox.url);
  const { ok } = await fetch(url, { headers: { authorization: `Bearer ${key}:${secret}` } });
  sandbox.portal.setKeyEnabled({ key, enabled });
  return ok;
}

function connectionOf({ url, credentials }: Sandbox): Connection {
  const { tenantId, tokenKey, tokenSecret } = credentials;
  return resolveConnection({ baseUrl: url, tenantId, tokenKey, tokenSecret }, {});
}
