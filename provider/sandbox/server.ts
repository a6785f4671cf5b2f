import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { DEFAULT_BASE_URL, type OperationName, operations } from "../api/contract";
import { automationApi } from "./automation-api";
import { answerCall, type Playing } from "./call";
import { control, type Controls, isControl } from "./control";
import { send } from "./faulty-reply";
import { PORTAL_PAGE, sendPortal } from "./portal-page";
import { StateFileError } from "./state-file";
import { createTraffic } from "./traffic";

/** The path under which the Management API lies, as in AppTego's own base URL. */
export const BASE_PATH = new URL(DEFAULT_BASE_URL).pathname;

/** Where an automation key can be seen to work. Source: docs, for the paths of the Automation API. */
const AUTOMATION_CHECK = `GET /automate/${operations.getApplications.path}`;

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** The HTTP server of a sandbox; it isn't listening yet. */
export function serverOf(sandbox: Playing, controls: Controls): Server {
  const routes = new Map<string, OperationName>();
  for (const [name, { method, path }] of Object.entries(sandbox.contract))
    routes.set(`${method} ${BASE_PATH}/${path}`, name as OperationName); // a contract's keys are just these
  const connections = new WeakMap<Socket, number>();
  let connected = 0;
  const carried = createTraffic();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { headers, method = "GET", socket } = request;
    const { pathname: path, searchParams: query } = new URL(request.url ?? "/", "http://127.0.0.1");
    response.setHeader("date", new Date(sandbox.clock()).toUTCString());
    const operation = routes.get(`${method} ${path}`);
    const { host = "", origin } = headers;
    const isOwnPage = origin === `http://${host}` && isControl(path);
    // Another page in a browser must not reach the sandbox, nor by a name of its own that leads to 127.0.0.1.
    if (!LOOPBACK_HOST.test(host) || (origin !== undefined && !isOwnPage)) {
      send(response, { status: 403, body: { error: "The sandbox answers programs on this machine only" } });
    } else if (`${method} ${path}` === PORTAL_PAGE) {
      sendPortal(response, controls.snapshot(), sandbox.clock());
    } else if (isControl(path)) {
      send(response, control(method, path, body, controls));
    } else if (`${method} ${path}` === AUTOMATION_CHECK) {
      send(response, automationApi(headers.authorization, sandbox.holding.data()));
    } else if (operation === undefined) {
      send(response, { status: 404, body: { error: "Not found" } });
    } else {
      const tenant = headers["tenant"];
      const arrived = {
        authorization: headers.authorization,
        tenant: Array.isArray(tenant) ? tenant.join() : tenant,
        contentType: headers["content-type"],
        body,
        query,
        userAgent: headers["user-agent"],
        connection: connections.get(socket) ?? 0,
        traffic: () => carried(socket),
      };
      await answerCall(sandbox, operation, arrived, response);
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const problem = error instanceof StateFileError ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, body: { error: `The sandbox itself failed: ${problem}` } });
    });
  });
  server.on("connection", (socket) => connections.set(socket, ++connected));
  return server;
}
