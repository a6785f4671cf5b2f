import { invalid, notFound } from "../refusal";
import type { Data, StoredKey } from "../store";
import type { Handlers } from "./context";
import { textOf } from "./validate";

/** Automation keys. */
export const keyHandlers = {
  getAutomationKeys: (_request, { data }) => ({
    automation_keys: data.keys.map(({ keyId, name, enabled, creationTime }) => ({
      key_id: keyId,
      name,
      enabled,
      creation_time: creationTime,
    })),
  }),

  createAutomationKey: (request, { data, limits, now, newId, issueSecret }) => {
    const name = textOf(request.name, "Name");
    if (data.keys.length >= limits.automationKeys)
      throw invalid(`Maximum of ${String(limits.automationKeys)} automation keys reached`);
    const { secret, hash } = issueSecret("ks_");
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
