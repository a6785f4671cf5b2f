import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import {
  doubled,
  reversed,
  shortened,
  withExtraFields,
  withField,
  withoutField,
  withPermission,
} from "./changed-body";
import type { Fault } from "./faults";

/** A reply on its way out. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** What a faulty reply needs besides. */
export interface Caller {
  readonly authorization: string | undefined;
  /** Waits for some milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

const PAGE =
  "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Please sign in</h1></body></html>";
const OVERSIZE = 6 * 1024 * 1024;
const JSON_TYPE = { "content-type": "application/json" };

/** A permission that no version of this provider knows. */
export const FUTURE_PERMISSION = "future_permission";

type Headers = Readonly<Record<string, string | number>>;

function sendBytes(
  response: ServerResponse,
  status: number,
  bytes: string | Buffer,
  headers: Headers,
): number {
  if (!response.destroyed)
    response.writeHead(status, { "content-length": Buffer.byteLength(bytes), ...headers }).end(bytes);
  return status;
}

/** Sends a reply as JSON; its status. */
export function send(response: ServerResponse, { status, body }: Reply, headers: Headers = {}): number {
  return sendBytes(response, status, JSON.stringify(body), { ...JSON_TYPE, ...headers });
}

/** Sends what the fault makes of a reply. The status that the caller sees; undefined where it sees none. */
export function sendFaulty(
  response: ServerResponse,
  fault: Fault,
  reply: Reply,
  caller: Caller,
): number | undefined {
  const retryAfter: Headers =
    fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
  const page = (status: number) =>
    sendBytes(response, status, PAGE, { "content-type": "text/html; charset=utf-8" });
  const changed = (body: unknown) => send(response, { ...reply, body });
  const text = JSON.stringify(reply.body);
  switch (fault.kind) {
    case "reset":
      response.socket?.resetAndDestroy();
      return undefined;
    case "close":
      response.socket?.destroy();
      return undefined;
    case "hang":
      return undefined;
    case "rateLimit":
    case "throttle":
      return send(response, { status: 429, body: { error: "Too many requests" } }, retryAfter);
    case "serverError":
      return send(response, { status: 500, body: { error: "An internal error occurred" } }); // seed
    case "unavailable":
      return send(response, { status: 503, body: { error: "Service unavailable" } }, retryAfter);
    case "badGateway":
      return page(502);
    case "unavailablePage":
      return page(503);
    case "page":
      return page(200);
    case "empty":
      return sendBytes(response, 200, "", JSON_TYPE);
    case "noContent":
      response.writeHead(204).end();
      return 204;
    case "redirect":
      return sendBytes(response, fault.status ?? 302, "", { location: fault.location ?? "/elsewhere" });
    case "reply":
      return sendBytes(response, fault.status ?? 200, fault.body ?? "", {
        "content-type": fault.type ?? JSON_TYPE["content-type"],
        ...retryAfter,
      });
    case "echo": {
      const error = `An internal error occurred while handling ${caller.authorization ?? "nothing"}`;
      return send(response, { status: 500, body: { error } });
    }
    case "truncated": {
      const half = text.slice(0, Math.ceil(text.length / 2));
      response.writeHead(reply.status, { ...JSON_TYPE, "content-length": Buffer.byteLength(text) });
      response.write(half, () => response.socket?.destroy());
      return reply.status;
    }
    case "cutChunk":
      response.writeHead(reply.status, JSON_TYPE);
      response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.socket?.destroy());
      return reply.status;
    case "contentType":
      return send(response, reply, { "content-type": fault.type ?? "text/plain" });
    case "noDate":
      response.sendDate = false;
      response.removeHeader("date");
      return send(response, reply);
    case "drip":
      void drip(response, reply.status, text, () => caller.wait(fault.ms));
      return reply.status;
    case "oversized":
      return sendBytes(response, reply.status, " ".repeat(OVERSIZE) + text, JSON_TYPE);
    case "bomb": {
      const bytes = gzipSync(" ".repeat(OVERSIZE) + text);
      return sendBytes(response, reply.status, bytes, { ...JSON_TYPE, "content-encoding": "gzip" });
    }
    case "withoutField":
      return changed(withoutField(reply.body, fault.field ?? ""));
    case "withField":
      return changed(withField(reply.body, fault.field ?? "", fault.value));
    case "extraFields":
      return changed(withExtraFields(reply.body));
    case "unknownPermission":
      return changed(withPermission(reply.body, fault.field ?? FUTURE_PERMISSION));
    case "shuffled":
      return changed(reversed(reply.body));
    case "doubled":
      return changed(doubled(reply.body));
    case "shortList":
      return changed(shortened(reply.body, fault.entries));
    case "notApplied":
    case "partlyApplied":
    case "listLag":
    case "late":
    case "latency":
      return changed(reply.body);
  }
}

async function drip(
  response: ServerResponse,
  status: number,
  text: string,
  pause: () => Promise<void>,
): Promise<void> {
  response.writeHead(status, { ...JSON_TYPE, "content-length": Buffer.byteLength(text) });
  try {
    for (const byte of Buffer.from(text)) {
      if (response.destroyed) return;
      response.write(Buffer.of(byte));
      await pause();
    }
    response.end();
  } catch {
    response.destroy(); // the sandbox was closed in the middle
  }
}
