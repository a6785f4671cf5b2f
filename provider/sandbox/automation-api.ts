import { isSecretOf } from "./secrets";
import type { Data } from "./store";

/**
 * A stand-in for the Automation API, so that a key can be seen to work: GET /automate/get_applications.
 * Source: docs for `Bearer <key_id>:<key_secret>` (not base64) and for the rejection of a disabled key.
 */
export function automationApi(
  authorization: string | undefined,
  data: Data,
): { status: number; body: unknown } {
  const [, id, secret] = /^Bearer ([^:]+):(.+)$/.exec(authorization ?? "") ?? [];
  const key = data.keys.find(({ keyId }) => keyId === id);
  if (!key?.enabled || secret === undefined || !isSecretOf(key.secretHash, secret))
    return { status: 401, body: { error: "Authentication failed" } };
  const applications = data.applications.map(({ applicationId, platform }) => ({
    application_id: applicationId,
    platform,
  }));
  return { status: 200, body: { applications } };
}
