import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Contract, OperationName } from "../api/contract";
import { automationApi } from "./automation-api";
import { control, type Controls, isControl } from "./control";
import type { Fault } from "./faults";
import { send, sendFaulty } from "./faulty-reply";
import type { createJournal } from "./journal";
import type { ListLag } from "./list-lag";
import { type Asked, operate, withoutSecrets } from "./operate";
import type { Data, Limits } from "./store";

const BASE_PATH = "/frontend/";
const AUTOMATION_CHECK = "/automate/get_applications";
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** What the server needs of the sandbox that it serves. */
export interface Served {
  readonly contract: Contract;
  readonly data: () => Data;
  readonly limits: () => Limits;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly save: () => void;
  readonly journal: ReturnType<typeof createJournal>;
  readonly lag: ListLag;
  readonly late: (() => void)[];
  readonly onSecret: (secret: string) => void;
  readonly controls: Controls;
}

/** The HTTP server of a sandbox; it isn't listening yet. */
export function serverOf(sandbox: Served): Server {
  const routes = new Map<string, OperationName>();
  for (const [name, { method, path }] of Object.entries(sandbox.contract))
    routes.set(`${method} ${BASE_PATH}${path}`, name as OperationName);
  return createServer((request, response) => {
    sandbox.journal.enter();
    response.once("close", sandbox.journal.leave);
    void answer(sandbox, routes, request, response).catch((error: unknown) => {
      send(response, { status: 500, body: { error: `The sandbox itself failed: ${String(error)}` } });
    });
  });
}

async function answer(
  sandbox: Served,
  routes: ReadonlyMap<string, OperationName>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
  const method = request.method ?? "GET";
  response.setHeader("date", new Date(sandbox.now()).toUTCString());
  // A page in a browser must not reach the sandbox by a name of its own that leads to 127.0.0.1.
  if (!LOOPBACK_HOST.test(request.headers.host ?? ""))
    return send(response, { status: 403, body: { error: "Loopback only" } });
  if (isControl(path)) return send(response, control(method, path, body, sandbox.controls));
  if (path === AUTOMATION_CHECK)
    return send(response, automationApi(request.headers.authorization, sandbox.data()));
  const operation = routes.get(`${method} ${path}`);
  if (operation === undefined) return send(response, { status: 404, body: { error: "Not found" } });
  const tenant = request.headers["tenant"];
  const asked = {
    authorization: request.headers.authorization,
    tenant: Array.isArray(tenant) ? tenant[0] : tenant,
    body,
  };
  await call(sandbox, operation, asked, request, response);
}

const NOT_DONE_BEFORE: ReadonlySet<Fault["kind"]> = new Set([
  ...([
    "reset",
    "close",
    "hang",
    "rateLimit",
    "serverError",
    "unavailable",
    "badGateway",
    "unavailablePage",
  ] as const),
  ...(["page", "empty", "noContent", "redirect", "reply", "echo"] as const),
]);

async function call(
  sandbox: Served,
  operation: OperationName,
  asked: Asked,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { fault, latencyMs } = sandbox.controls.faults.take(operation);
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
  const entry = {
    operation,
    request: undefined as unknown,
    status: undefined as number | undefined,
    applied: false,
    id: undefined as string | undefined,
    time: sandbox.now(),
    fault: fault?.kind,
    userAgent: request.headers["user-agent"],
  };
  sandbox.journal.record(entry);
  const perform = (data: Data) => {
    const reply = sandbox.lag.during(operation, fault?.kind === "listLag" ? fault.lists : 0, data, () =>
      operate(operation, asked, {
        contract: sandbox.contract,
        data,
        limits: sandbox.limits(),
        now: Math.floor(sandbox.now() / 1_000),
        onSecret: sandbox.onSecret,
      }),
    );
    return reply;
  };
  const commit = () => {
    const reply = perform(sandbox.data());
    Object.assign(entry, {
      request: withoutSecrets(reply.request),
      applied: reply.status === 200,
      id: reply.id,
    });
    if (sandbox.contract[operation].effect !== "read") {
      audit(sandbox, operation, reply.caller, reply.status === 200, entry.request);
      sandbox.save();
    }
    return reply;
  };
  if (fault === undefined || fault.kind === "listLag") {
    const reply = commit();
    entry.status = reply.status;
    return send(response, reply);
  }
  if (fault.kind === "late") {
    sandbox.late.push(commit);
    return;
  }
  if (fault.kind === "notApplied") {
    const reply = perform(structuredClone(sandbox.data()));
    Object.assign(entry, { request: withoutSecrets(reply.request), status: reply.status });
    return send(response, reply);
  }
  const done = fault.when === "after" || !NOT_DONE_BEFORE.has(fault.kind);
  const reply = done ? commit() : { status: 200, body: {} };
  entry.status = sendFaulty(response, fault, reply, asked.authorization);
}

function audit(
  sandbox: Served,
  operation: OperationName,
  caller: string,
  successful: boolean,
  request: unknown,
): void {
  const { audit: rows } = sandbox.data();
  rows.push({
    event: rows.length + 1,
    user_id: caller,
    api_call: sandbox.contract[operation].path,
    creation_time: Math.floor(sandbox.now() / 1_000),
    successful,
    raw_data: JSON.stringify(request ?? {}),
  });
}
