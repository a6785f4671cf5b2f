import { ADMINISTRATION } from "../api/permissions";
import type { SandboxOptions } from "./sandbox";
import { hashOf, isSecretOf, newId, newSecret } from "./secrets";
import { seedData, type TokenCredential } from "./seed-data";
import { loadState } from "./state-file";
import type { Data, StoredToken } from "./store";

/** What a sandbox begins with, and what it goes back to. */
export interface Beginning {
  /** The data to begin with: the state file's, or the seed's. */
  readonly initial: Data;
  /** The data that a reset brings back: the seed's, with the same tenant id and credential. */
  readonly seeded: Data;
  readonly credential: TokenCredential;
  readonly secrets: readonly string[];
}

/** `now` in epoch seconds. @throws StateFileError, and a ZodError when the seed isn't one */
export function beginning(options: SandboxOptions, now: number): Beginning {
  const seeded = seedData(options.seed ?? {}, { plan: options.plan, now });
  const kept = options.stateFile === undefined ? undefined : loadState(options.stateFile);
  if (kept === undefined)
    return {
      initial: structuredClone(seeded.data),
      seeded: seeded.data,
      credential: seeded.credential,
      secrets: seeded.secrets,
    };

  const given = [options.credential, seeded.credential].find(
    (credential) => credential && opens(kept, credential),
  );
  const credential = given ?? newCredential(kept);
  const initial = given === undefined ? withCredential(kept, credential, now) : kept;
  return {
    initial,
    seeded: withCredential(
      { ...seeded.data, tenant: { ...seeded.data.tenant, tenantId: kept.tenant.tenantId } },
      credential,
      now,
    ),
    credential,
    secrets: [...seeded.secrets, credential.tokenSecret],
  };
}

function opens(data: Data, { tokenKey, tokenSecret }: TokenCredential): boolean {
  const token = data.tokens.find((candidate) => candidate.tokenKey === tokenKey);
  return token?.secretHashes.some((hash) => isSecretOf(hash, tokenSecret)) ?? false;
}

/** Only a secret's hash is kept: a restarted sandbox that isn't told the old one hands out another beside it. */
function newCredential({ tokens }: Data): TokenCredential {
  const own = tokens.find(({ permissions }) => permissions.includes(ADMINISTRATION));
  return { tokenKey: own?.tokenKey ?? newId(), tokenSecret: newSecret() };
}

/** The data with a token that the credential opens: the one of its key, or else the first that administers the tenant. */
function withCredential(data: Data, { tokenKey, tokenSecret }: TokenCredential, now: number): Data {
  const { tokens, users, ...rest } = structuredClone(data);
  const own =
    tokens.find((token) => token.tokenKey === tokenKey) ??
    tokens.find(({ permissions }) => permissions.includes(ADMINISTRATION));
  const fresh: StoredToken = {
    tokenKey,
    name: "sandbox",
    permissions: [ADMINISTRATION],
    secretHashes: [],
    createdBy: users.find(({ owner }) => owner)?.userId ?? "",
    creationTime: now,
  };
  const opened = { ...(own ?? fresh), tokenKey };
  opened.secretHashes = [...new Set([...opened.secretHashes, hashOf(tokenSecret)])];
  const others = tokens.map((token) => (token === own ? opened : token));
  return { ...rest, users, tokens: own === undefined ? [...tokens, opened] : others };
}
