import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** One reply of the script: a status and a body (JSON unless it is a string or bytes), or what goes wrong instead. */
export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Instead of the reply: `reset` the connection, never answer (`hang`), or send half of the body (`truncate`). */
  readonly fault?: "reset" | "hang" | "truncate";
}

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The connection's number: equal for requests that shared one. */
  readonly connection: number;
}

/** What is answered to a request, by its number from 0. */
export type Script = (request: RecordedRequest, index: number) => ScriptedReply | Promise<ScriptedReply>;

/** A server of a test, with all that it was asked. */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
}

function answer(
  response: ServerResponse,
  { status = 200, headers = {}, body = {}, fault }: ScriptedReply,
): void {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const head = { "content-type": "application/json", ...headers };
  if (fault === "hang") return;
  if (fault === "reset") response.socket?.resetAndDestroy();
  else if (fault === "truncate") {
    response.writeHead(status, { ...head, "content-length": bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  } else response.writeHead(status, head).end(bytes);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

/** Listens on a free port of this machine until the test is over; the last reply of a list is given again and again. */
export async function serve(script: Script | readonly ScriptedReply[]): Promise<ScriptedServer> {
  const replies: Script =
    typeof script === "function"
      ? script
      : (_, index) => script[index] ?? script.at(-1) ?? { fault: "reset" };
  const requests: RecordedRequest[] = [];
  const connections = new WeakMap<object, number>();
  let connected = 0;

  const server = createServer((incoming, response) => {
    void text(incoming).then(async (body) => {
      const { method = "", url: path = "", headers } = incoming;
      const request = { method, path, headers, body, connection: connections.get(incoming.socket) ?? 0 };
      requests.push(request);
      answer(response, await replies(request, requests.length - 1));
    });
  });
  server.on("connection", (socket) => connections.set(socket, ++connected));
  const url = await listen(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  return { url, requests };
}

/** The address of a port where nobody listens. */
export async function nobody(): Promise<ScriptedServer> {
  const server = createServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return { url, requests: [] };
}
