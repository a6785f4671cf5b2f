import { z } from "zod";
import { authorizationHeader } from "../api/connection";
import { type CredentialKind, issue } from "./credentials";
import { removeLeftovers } from "./leftovers";
import { revoke } from "./revocation";
import { duplicatesOf, removeDuplicates, updateDuplicates } from "./duplicates";
import { findOrProveGone } from "./gone";
import { CredentialName, PermissionSet, RotateOn } from "./inputs";
import { defineResource, PartlyCreated, permissionsAsWished, Refused } from "./lifecycle";
import { type PermissionHolder, writePermissions } from "./permissions-write";
import { administers } from "./outlook";
import { foreseeOwnToken, refuseOwnLoss, refuseOwnToken } from "./own-token";
import type { ListedToken, Tenant } from "./tenant";
import { isoTime } from "../api/times";
import { isUnresolved } from "./unresolved";

/** A service identity for the Management API. AppTego shows its secret once, when it is created. */
export const apiToken = defineResource({
  type: "ApiToken",
  description:
    "A service identity for AppTego's Management API. AppTego shows the secret once, when it creates the token; it is kept in the stack's state, encrypted.",

  inputs: z.object({
    name: CredentialName.describe(
      "Shown in the portal's list of tokens. Left out, it is computed from project, stack, resource name and `rotateOn`. A change replaces the token.",
    ),
    permissions: PermissionSet.describe("What callers with this token may do: a set; none by default."),
    rotateOn: RotateOn.optional().describe(
      "Any change of this map issues a new token; the old one goes afterwards.",
    ),
  }),
  outputs: z.object({
    tokenKey: z.string().describe("The public half of the credential; the resource's id."),
    tokenSecret: z.string().optional().describe("The secret half. Missing for a token that was imported."),
    authorization: z.string().optional().describe("The whole value of the Authorization header: `Bearer …`."),
    createdAt: z.string().optional().describe("When it was issued: ISO 8601, UTC."),
    duplicateIds: z
      .array(z.string())
      .optional()
      .describe(
        "Others of the same computed name, which a create made whose reply was lost: shown by a refresh, deleted by the next update that refreshes. Absent when there are none; empty while one may still come.",
      ),
  }),
  replaceOn: ["name", "rotateOn"], // AppTego has no rename, and no second secret for a token
  secrets: ["tokenSecret", "authorization"],
  label: ({ name }) => name,

  async foresee(tenant, id, known, inputs) {
    foreseeOwnToken(tenant, id, known, inputs);
    return Promise.resolve();
  },

  async create(tenant, inputs) {
    return tenant.oneAtATime(`ApiToken ${inputs.name}`, async () => {
      const { issued, duplicates } = await issue(tenant, kindOf(tenant), inputs, ({ token_key }) => ({
        token_key,
        name: inputs.name,
        permissions: [],
        creation_time: null,
      }));
      const { token_key: tokenKey, token_secret: tokenSecret } = issued;
      const authorization = authorizationHeader(tokenKey, tokenSecret);
      const state = {
        ...inputs,
        tokenKey,
        tokenSecret,
        authorization,
        createdAt: tenant.time().toISOString(),
        ...duplicates,
      };

      // A new token may do nothing (seed). Should the grant fail, the secret just shown must not be lost.
      const written = await writePermissions(
        holderOf(tenant, tokenKey),
        [],
        inputs.permissions,
        administers(inputs.permissions),
      );
      const { problem, ...left } = await removeLeftovers(tenant, kindOf(tenant), inputs.name);
      const created = { id: tokenKey, state: { ...state, permissions: written.permissions, ...left } };
      const problems = [written.problem, problem].filter((one) => one !== undefined);
      if (problems.length > 0) throw new PartlyCreated(created, problems);
      return created;
    });
  },

  async read(tenant, id, known) {
    if (isUnresolved(id)) return { name: id, permissions: [], tokenKey: id, ...known };
    const token = await findOrProveGone(
      tenant,
      tenant.tokens,
      ({ token_key }) => token_key === id,
      known.createdAt,
    );
    if (token === undefined) return undefined;
    const createdAt = known.createdAt ?? isoTime(token.creation_time);
    const { duplicateIds: _before, ...kept } = known;
    const duplicates = await duplicatesOf(tenant, kindOf(tenant), token, known);
    const { name, permissions } = token;
    return { ...kept, name, permissions, tokenKey: id, createdAt, ...duplicates };
  },

  async update(tenant, id, known, { permissions }) {
    await refuseOwnLoss(tenant, id, known.name, known.permissions, permissions);
    const touched = administers(known.permissions) !== administers(permissions);
    const written = await writePermissions(holderOf(tenant, id), known.permissions, permissions, touched);
    const { duplicateIds: _before, ...kept } = known;
    const { problem, ...duplicates } = await updateDuplicates(tenant, kindOf(tenant), id, known);
    const state = { ...kept, permissions: written.permissions, ...duplicates };
    const problems = [written.problem, problem].filter((one) => one !== undefined);
    if (problems.length > 0) throw new PartlyCreated({ id, state }, problems);
    return state;
  },

  async delete(tenant, id, known) {
    refuseOwnToken(tenant, id, `Deleting the API token ${known.name}`);
    const { problem } = await removeDuplicates(tenant, kindOf(tenant), id, known);
    if (problem !== undefined) throw new Refused(problem);
    await revoke(tenant, kindOf(tenant), id, known);
  },
});

/** What issuing, revoking and counting need to know of API tokens. */
export function kindOf(
  tenant: Tenant,
): CredentialKind<ListedToken, { token_key: string; token_secret: string }> {
  return {
    type: "ApiToken",
    noun: "API token",
    list: tenant.tokens,
    limit: tenant.limits.apiTokens,
    isNew: ({ permissions }) => permissionsAsWished(permissions, []), // seed: a new token has none
    creates: "createApiToken",
    post: async (name) => tenant.api.createApiToken({ name }),
    remove: async (token_key) => {
      refuseOwnToken(tenant, token_key, "Deleting the API token that an interrupted run left");
      return tenant.api.deleteApiToken({ token_key });
    },
  };
}

function holderOf(tenant: Tenant, token_key: string): PermissionHolder<ListedToken> {
  return {
    list: tenant.tokens,
    isIt: (token) => token.token_key === token_key,
    write: async (permissions) => tenant.api.updateApiTokenPermissions({ token_key, permissions }),
  };
}
