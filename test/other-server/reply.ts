import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Fault } from "./faults";
import type { Habits } from "./habits";
import type { Random } from "./random";

const PACK = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };

/** A reply before it is sent. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where replies take their looks from. */
export interface Sender {
  readonly habits: Habits;
  readonly random: Random;
  /** The server's clock, in epoch milliseconds. */
  readonly now: () => number;
}

const LOGIN = "<!doctype html><title>Sign in</title><h1>Please sign in</h1>";

function inCase(name: string, headerCase: Habits["headerCase"]): string {
  if (headerCase === "lower") return name.toLowerCase();
  if (headerCase === "UPPER") return name.toUpperCase();
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** When to come back, as the server says it. */
export function retryAfter({ habits, random, now }: Sender): Record<string, string> {
  const seconds = random.below(5);
  if (habits.retryAfter === "absent") return {};
  const until = new Date(now() + (habits.dateSkewMs ?? 0) + seconds * 1_000);
  return { "retry-after": habits.retryAfter === "seconds" ? String(seconds) : until.toUTCString() };
}

/** Sends a reply, or what a fault makes of it. */
export function send(
  sender: Sender,
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  fault?: Fault,
): void {
  const { habits, random } = sender;
  if (fault === "reset" || fault === "late") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault === "hang") return;
  const html = fault === "html";
  const status = html ? random.pick([200, 502, 503, 504]) : reply.status;
  const type = html ? "text/html; charset=utf-8" : reply.contentType;
  const accepted = (request.headers["accept-encoding"]?.toString() ?? "").includes(habits.encoding);
  const encoding = accepted ? habits.encoding : "identity";
  const plain = Buffer.from(html ? LOGIN : fault === "empty" ? "" : reply.text);
  const bytes = encoding === "identity" || fault !== undefined ? plain : PACK[encoding](plain);

  const headers: Record<string, string> = {
    "content-type": type,
    connection: habits.connection,
    ...reply.headers,
    ...(bytes !== plain && { "content-encoding": encoding }),
    ...(habits.dateSkewMs !== undefined && {
      date: new Date(sender.now() + habits.dateSkewMs).toUTCString(),
    }),
    ...(habits.framing === "length" || fault === "truncated"
      ? { "content-length": String(bytes.length) }
      : {}),
  };
  response.sendDate = false;
  const cased = Object.entries(headers).map(([name, value]) => [inCase(name, habits.headerCase), value]);
  response.writeHead(status, Object.fromEntries(cased) as Record<string, string>);
  const middle = Math.floor(bytes.length / 2);
  if (fault === "truncated") response.write(bytes.subarray(0, middle), () => response.destroy());
  else if (habits.framing === "length") response.end(bytes);
  else {
    response.write(bytes.subarray(0, middle));
    response.end(bytes.subarray(middle));
  }
}
