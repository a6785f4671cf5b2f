import { notFound } from "../refusal";
import type { Data, StoredToken } from "../store";
import { creationTimeOf, type Handlers } from "./context";
import { newNameOf, permissionsOf, requireRoom } from "./validate";

/** API tokens. A token may delete or weaken itself, as nothing read says otherwise: a client has to beware of it. */
export const tokenHandlers = {
  getApiTokens: (_request, context) => ({
    api_tokens: context.data.tokens.map((token) => ({
      token_key: token.tokenKey,
      name: token.name,
      permissions: token.permissions,
      ...creationTimeOf(token, context),
    })),
  }),

  createApiToken: (request, context) => {
    const { data, limits, now, newId, issueSecret, caller } = context;
    const name = newNameOf(request.name, data.tokens, context);
    requireRoom(data.tokens.length, limits.apiTokens, "API tokens");
    const { secret, hash } = issueSecret();
    const tokenKey = newId();
    const { createdBy } = caller;
    // Source: seed, "New API tokens are created with no permissions".
    data.tokens.push({
      tokenKey,
      name,
      permissions: [],
      secretHashes: [hash],
      createdBy,
      creationTime: now,
    });
    return { success: true, token_key: tokenKey, token_secret: secret };
  },

  updateApiTokenPermissions: ({ token_key, permissions }, { data }) => {
    find(data, token_key).permissions = permissionsOf(permissions, data);
    return { success: true };
  },

  deleteApiToken: ({ token_key }, { data }) => {
    const token = find(data, token_key);
    data.tokens = data.tokens.filter((other) => other !== token);
    return { success: true };
  },
} satisfies Partial<Handlers>;

function find(data: Data, tokenKey: string): StoredToken {
  const token = data.tokens.find((candidate) => candidate.tokenKey === tokenKey);
  if (!token) throw notFound("API token");
  return token;
}
