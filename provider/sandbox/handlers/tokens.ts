import { invalid, notFound } from "../refusal";
import type { Data, StoredToken } from "../store";
import type { Handlers } from "./context";
import { permissionsOf, textOf } from "./validate";

/** API tokens. */
export const tokenHandlers = {
  getApiTokens: (_request, { data }) => ({
    api_tokens: data.tokens.map(({ tokenKey, name, permissions, creationTime }) => ({
      token_key: tokenKey,
      name,
      permissions,
      creation_time: creationTime,
    })),
  }),

  createApiToken: (request, { data, limits, now, newId, issueSecret }) => {
    const name = textOf(request.name, "Name");
    if (data.tokens.length >= limits.apiTokens)
      throw invalid(`Maximum of ${String(limits.apiTokens)} API tokens reached`);
    const { secret, hash } = issueSecret("ts_");
    const tokenKey = newId();
    data.tokens.push({ tokenKey, name, permissions: [], secretHash: hash, creationTime: now }); // seed: none at first
    return { success: true, token_key: tokenKey, token_secret: secret };
  },

  updateApiTokenPermissions: ({ token_key, permissions }, { data }) => {
    find(data, token_key).permissions = permissionsOf(permissions);
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
