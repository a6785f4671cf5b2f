import type { IncomingMessage } from "node:http";
import type { Desk, Route } from "./routes";
import { ADMINISTRATION, type Entry, type Store } from "./store";
import { Refusal } from "./wording";

/** The fields of a request. */
export type Body = Readonly<Record<string, string | boolean>>;

function caller(store: Store, authorization = ""): Entry | undefined {
  const [, encoded = ""] = /^Bearer ([A-Za-z0-9+/]+={0,2})$/.exec(authorization) ?? [];
  const [key = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const token = store.find("token", key);
  return token?.secret === rest.join(":") ? token : undefined;
}

/** Whether a header opens the Management API. */
export function opensManagement(store: Store, authorization: string | undefined): boolean {
  return caller(store, authorization) !== undefined;
}

/** @throws Refusal where the caller, the tenant or its plan doesn't allow the call */
export function admit({ store, tenant, plan }: Desk, route: Route, request: IncomingMessage): void {
  const token = caller(store, request.headers.authorization);
  if (token === undefined) throw new Refusal("authentication");
  if (route.tenantScoped !== false && request.headers["tenant"] !== tenant.id) throw new Refusal("missing");
  const lacksPlan = plan === "FREE" || (route.feature?.enterprise === true && plan === "TEAM");
  if (route.feature && lacksPlan) throw new Refusal("plan", route.feature.name);
  if (route.writes && !token.permissions.includes(ADMINISTRATION))
    throw new Refusal("permission", ADMINISTRATION);
}

/** What a body says, whatever it is. */
export function fieldsOf(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return {};
  }
}

/** The request's fields: exactly those of the route. @throws Refusal for anything else */
export function bodyOf(route: Route, { method, headers }: IncomingMessage, sent: string): Body {
  if (method !== route.method) throw new Refusal("validation");
  if (method === "GET" && sent === "") return {};
  if (!headers["content-type"]?.startsWith("application/json")) throw new Refusal("validation");
  const body = fieldsOf(sent) as Body; // whose fields are looked at next
  const names = Object.keys(route.fields);
  const fits = names.every((name) => typeof body[name] === route.fields[name]);
  if (!fits || Object.keys(body).length !== names.length) throw new Refusal("validation");
  return body;
}

/** Whether a header opens the Automation API, as an enabled key does. */
export function opensAutomation(store: Store, authorization: string | undefined): boolean {
  const opens = ({ id, secret = "" }: Entry) => authorization === `Bearer ${id}:${secret}`;
  return store.all("key").some((key) => key.enabled && opens(key));
}
