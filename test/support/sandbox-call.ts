import { type OperationName, operations } from "../../provider/api/contract";
import type { Sandbox } from "../../provider/sandbox";

/** A reply of the sandbox as a program without our client sees it. */
export interface PlainReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it isn't. */
  readonly body: unknown;
}

async function plainReply(response: Response): Promise<PlainReply> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, headers: response.headers, text, body };
}

/** Calls an operation with plain fetch; a header that is undefined is left out. */
export async function ask(
  sandbox: Pick<Sandbox, "url" | "credentials">,
  name: OperationName,
  request: unknown = {},
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<PlainReply> {
  const { method, path } = operations[name];
  const { authorization, tenantId } = sandbox.credentials;
  const given: Record<string, string | undefined> = {
    authorization,
    tenant: tenantId,
    "content-type": "application/json",
    ...headers,
  };
  const sent = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const body = typeof request === "string" ? request : JSON.stringify(request);
  const response = await fetch(`${sandbox.url}/${path}`, {
    method,
    headers: sent,
    redirect: "manual",
    ...(method === "POST" && { body }),
  });
  return plainReply(response);
}

/** Calls one of the sandbox's own routes, as `POST faults`. */
export async function steer(
  sandbox: Pick<Sandbox, "url">,
  route: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<PlainReply> {
  const [method = "", path = ""] = route.split(" ");
  const url = new URL(`/__sandbox/${path}`, sandbox.url);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return plainReply(await fetch(url, { method, headers, ...(body !== undefined && { body: text }) }));
}
