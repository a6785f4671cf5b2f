import { z } from "zod";
import { AppTegoError } from "../api/errors";
import { type CredentialKind, issue } from "./credentials";
import { removeLeftovers } from "./leftovers";
import { revoke } from "./revocation";
import { duplicatesOf, removeDuplicates, updateDuplicates } from "./duplicates";
import { findOrProveGone } from "./gone";
import { CredentialName, RotateOn } from "./inputs";
import { defineResource, PartlyCreated, Refused } from "./lifecycle";
import type { ListedKey, Tenant } from "./tenant";
import { isoTime } from "../api/times";
import { isUnresolved } from "./unresolved";

/** A credential for builds: it opens the Automation API only. AppTego shows its secret once, when it is created. */
export const automationKey = defineResource({
  type: "AutomationKey",
  description:
    "A credential for the Automation API (upload, status, download of builds), not for the Management API. AppTego shows the secret once, when it creates the key; it is kept in the stack's state, encrypted.",

  inputs: z.object({
    name: CredentialName.describe(
      "Shown in the portal's list of keys. Left out, it is computed from project, stack, resource name and `rotateOn`. A change replaces the key.",
    ),
    enabled: z
      .boolean({ error: "must be true or false, without quotes" })
      .default(true)
      .describe("A disabled key is rejected at once; true by default."),
    rotateOn: RotateOn.optional().describe(
      "Any change of this map issues a new key; the old one goes afterwards.",
    ),
  }),
  outputs: z.object({
    keyId: z.string().describe("The public half of the credential; the resource's id."),
    keySecret: z.string().optional().describe("The secret half. Missing for a key that was imported."),
    authorization: z
      .string()
      .optional()
      .describe("The whole value of the Authorization header: `Bearer <id>:<secret>`."),
    createdAt: z.string().optional().describe("When it was issued: ISO 8601, UTC."),
    duplicateIds: z
      .array(z.string())
      .optional()
      .describe(
        "Others of the same computed name, which a create made whose reply was lost: shown by a refresh, deleted by the next update that refreshes. Absent when there are none; empty while one may still come.",
      ),
  }),
  replaceOn: ["name", "rotateOn"], // AppTego has no rename, and no second secret for a key
  secrets: ["keySecret", "authorization"],
  label: ({ name }) => name,

  async create(tenant, inputs) {
    return tenant.oneAtATime(`AutomationKey ${inputs.name}`, async () => {
      const { issued, duplicates } = await issue(tenant, kindOf(tenant), inputs, ({ key_id }) => ({
        ...{ key_id, name: inputs.name, enabled: true },
        creation_time: null,
      }));
      const { key_id: keyId, key_secret: keySecret } = issued;
      const authorization = `Bearer ${keyId}:${keySecret}`; // docs: not base64, unlike an API token
      const createdAt = tenant.time().toISOString();
      const state = { ...inputs, keyId, keySecret, authorization, createdAt, ...duplicates };

      const written = await writeEnabled(tenant, keyId, true, inputs.enabled); // assumed: a new key is enabled
      const { problem, ...left } = await removeLeftovers(tenant, kindOf(tenant), inputs.name);
      const created = { id: keyId, state: { ...state, enabled: written.enabled, ...left } };
      const problems = [written.problem, problem].filter((one) => one !== undefined);
      if (problems.length > 0) throw new PartlyCreated(created, problems);
      return created;
    });
  },

  async read(tenant, id, known) {
    if (isUnresolved(id)) return { name: id, enabled: true, keyId: id, ...known };
    const key = await findOrProveGone(tenant, tenant.keys, ({ key_id }) => key_id === id, known.createdAt);
    if (key === undefined) return undefined;
    const createdAt = known.createdAt ?? isoTime(key.creation_time);
    const { duplicateIds: _before, ...kept } = known;
    const duplicates = await duplicatesOf(tenant, kindOf(tenant), key, known);
    return { ...kept, name: key.name, enabled: key.enabled, keyId: id, createdAt, ...duplicates };
  },

  async update(tenant, id, known, { enabled }) {
    const written = await writeEnabled(tenant, id, known.enabled, enabled);
    const { duplicateIds: _before, ...kept } = known;
    const { problem, ...duplicates } = await updateDuplicates(tenant, kindOf(tenant), id, known);
    const state = { ...kept, enabled: written.enabled, ...duplicates };
    const problems = [written.problem, problem].filter((one) => one !== undefined);
    if (problems.length > 0) throw new PartlyCreated({ id, state }, problems);
    return state;
  },

  async delete(tenant, id, known) {
    const { problem } = await removeDuplicates(tenant, kindOf(tenant), id, known);
    if (problem !== undefined) throw new Refused(problem);
    await revoke(tenant, kindOf(tenant), id, known);
  },
});

/** What issuing, revoking and counting need to know of automation keys. */
export function kindOf(tenant: Tenant): CredentialKind<ListedKey, { key_id: string; key_secret: string }> {
  return {
    type: "AutomationKey",
    noun: "automation key",
    list: tenant.keys,
    limit: tenant.limits.automationKeys,
    isNew: ({ enabled }) => enabled, // assumed: a new key is enabled
    creates: "createAutomationKey",
    post: async (name) => tenant.api.createAutomationKey({ name }),
    remove: async (key_id) => tenant.api.deleteAutomationKey({ key_id }),
  };
}

async function writeEnabled(
  tenant: Tenant,
  key_id: string,
  live: boolean,
  wished: boolean,
): Promise<{ enabled: boolean; problem?: string }> {
  if (live === wished) return { enabled: wished };
  try {
    await tenant.api.updateAutomationKey({ key_id, enabled: wished });
    tenant.keys.changed();
    return { enabled: wished };
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    tenant.keys.changed();
    if (error.outcome !== "ambiguous") return { enabled: live, problem: error.message };
    const listed = await tenant.keys.fresh().catch(() => []);
    const enabled = listed.find((key) => key.key_id === key_id)?.enabled ?? live;
    return enabled === wished ? { enabled } : { enabled, problem: error.message };
  }
}
