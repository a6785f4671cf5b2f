import type { Sandbox } from "../../provider/sandbox";

/** The statuses that calls with the two credentials of examples/team-access get. */
export interface Answers {
  readonly token: number;
  readonly key: number;
}

/** Calls the Management API with the token's header, and the Automation API with the key's. */
export async function answersTo(
  { url, credentials }: Sandbox,
  { ciAuthorization, pipelineAuthorization }: Readonly<Record<string, unknown>>,
): Promise<Answers> {
  const [token, key] = await Promise.all([
    fetch(`${url}/get_applications`, {
      method: "POST",
      headers: {
        authorization: String(ciAuthorization),
        tenant: credentials.tenantId,
        "content-type": "application/json",
      },
      body: "{}",
    }),
    fetch(new URL("/automate/get_applications", url), {
      headers: { authorization: String(pipelineAuthorization) },
    }),
  ]);
  await Promise.all([token.body?.cancel(), key.body?.cancel()]);
  return { token: token.status, key: key.status };
}
