import { notFound } from "../refusal";
import type { Data, StoredKey } from "../store";
import { creationTimeOf, type Handlers } from "./context";
import { newNameOf, requireRoom } from "./validate";

/** Automation keys. */
export const keyHandlers = {
  getAutomationKeys: (_request, context) => ({
    automation_keys: context.data.keys.map((key) => ({
      key_id: key.keyId,
      name: key.name,
      enabled: key.enabled,
      ...creationTimeOf(key, context),
    })),
  }),

  createAutomationKey: (request, context) => {
    const { data, limits, now, newId, issueSecret } = context;
    const name = newNameOf(request.name, data.keys, context);
    requireRoom(data.keys.length, limits.automationKeys, "automation keys");
    const { secret, hash } = issueSecret();
    const keyId = newId();
    data.keys.push({ keyId, name, enabled: true, secretHash: hash, creationTime: now });
    return { success: true, key_id: keyId, key_secret: secret };
  },

  updateAutomationKey: ({ key_id, enabled }, { data }) => {
    find(data, key_id).enabled = enabled;
    return { success: true };
  },

  deleteAutomationKey: ({ key_id }, { data }) => {
    const key = find(data, key_id);
    data.keys = data.keys.filter((other) => other !== key);
    return { success: true };
  },
} satisfies Partial<Handlers>;

function find(data: Data, keyId: string): StoredKey {
  const key = data.keys.find((candidate) => candidate.keyId === keyId);
  if (!key) throw notFound("Automation key");
  return key;
}
