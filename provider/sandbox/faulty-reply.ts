import type { ServerResponse } from "node:http";
import type { Fault } from "./faults";

/** A reply on its way out. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const PAGE =
  "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Please sign in</h1></body></html>";
const OVERSIZE = 6 * 1024 * 1024;

/** Sends a reply as JSON. */
export function send(
  response: ServerResponse,
  { status, body }: Reply,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text);
}

/** Sends what the fault makes of a reply. The status that the caller sees; undefined where it sees none. */
export function sendFaulty(
  response: ServerResponse,
  fault: Fault,
  reply: Reply,
  authorization: string | undefined,
): number | undefined {
  const retryAfter: Record<string, string> =
    fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
  const page = (status: number) => {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
    return status;
  };
  const json = (status: number, body: unknown, headers = {}) => {
    send(response, { status, body }, headers);
    return status;
  };
  const text = JSON.stringify(reply.body);
  switch (fault.kind) {
    case "reset":
      response.socket?.resetAndDestroy();
      return undefined;
    case "close":
      response.socket?.destroy();
      return undefined;
    case "hang":
    case "late":
      return undefined;
    case "rateLimit":
      return json(429, { error: "Too many requests" }, retryAfter);
    case "serverError":
      return json(500, { error: "An internal error occurred" });
    case "unavailable":
      return json(503, { error: "Service unavailable" }, retryAfter);
    case "badGateway":
      return page(502);
    case "unavailablePage":
      return page(503);
    case "page":
      return page(200);
    case "empty":
      response.writeHead(200, { "content-type": "application/json" }).end();
      return 200;
    case "noContent":
      response.writeHead(204).end();
      return 204;
    case "redirect":
      response.writeHead(fault.status ?? 302, { location: fault.location ?? "/elsewhere" }).end();
      return fault.status ?? 302;
    case "reply":
      response.writeHead(fault.status ?? 200, { "content-type": "application/json" }).end(fault.body ?? "");
      return fault.status ?? 200;
    case "echo":
      return json(500, { error: `An internal error occurred while handling ${authorization ?? "nothing"}` });
    case "truncated":
      response.writeHead(reply.status, {
        "content-type": "application/json",
        "content-length": String(text.length),
      });
      response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.socket?.destroy());
      return reply.status;
    case "contentType":
      response.writeHead(reply.status, { "content-type": "text/plain" }).end(text);
      return reply.status;
    case "drip":
      drip(response, reply.status, text, fault.ms);
      return reply.status;
    case "oversized":
      response
        .writeHead(reply.status, { "content-type": "application/json" })
        .end(" ".repeat(OVERSIZE) + text);
      return reply.status;
    case "withoutField":
      return json(reply.status, without(reply.body, fault.field ?? ""));
    case "extraFields":
      return json(reply.status, withExtra(reply.body));
    case "unknownPermission":
      return json(reply.status, withPermission(reply.body, fault.field ?? "future_permission"));
    case "shuffled":
      return json(reply.status, shuffled(reply.body));
    default:
      return json(reply.status, reply.body);
  }
}

function drip(response: ServerResponse, status: number, text: string, ms: number): void {
  response.writeHead(status, { "content-type": "application/json" });
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < text.length && !response.destroyed) response.write(text.charAt(sent++));
    else response.end(() => clearInterval(timer));
  }, ms);
  response.once("close", () => clearInterval(timer));
}

type Change = (entries: [string, unknown][]) => [string, unknown][];

function eachObject(
  value: unknown,
  change: Change,
  list: (items: unknown[]) => unknown[] = (items) => items,
): unknown {
  if (Array.isArray(value)) return list(value.map((item) => eachObject(item, change, list)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    eachObject(inner, change, list),
  ]);
  return Object.fromEntries(change(entries));
}

function without(body: unknown, field: string): unknown {
  return eachObject(body, (entries) => entries.filter(([key]) => key !== field));
}

function withExtra(body: unknown): unknown {
  return eachObject(body, (entries) => [...entries, ["introduced_later", { nested: [1, null] }]]);
}

function withPermission(body: unknown, permission: string): unknown {
  return eachObject(body, (entries) =>
    entries.map(([key, value]) => [
      key,
      key === "permissions" && typeof value === "string"
        ? [...value.split(",").filter(Boolean), permission].join(",")
        : value,
    ]),
  );
}

function shuffled(body: unknown): unknown {
  return eachObject(
    body,
    (entries) => entries.reverse(),
    (items) => items.reverse(),
  );
}
