import { z } from "zod";
import { FAULT_KINDS } from "./fault-kinds";
import type { FaultInput, Faults } from "./faults";
import type { Reply } from "./faulty-reply";
import type { Journal } from "./journal";
import { portalAccess, PORTAL_PAGE } from "./portal-page";
import { PORTAL_ACTIONS, type Portal, type PortalAction, PortalError } from "./portal";
import type { Snapshot } from "./snapshot";

/** What the routes under /__sandbox reach: the same as the library gives to a program, but for secrets. */
export interface Controls {
  readonly faults: Faults;
  readonly calls: Journal;
  readonly portal: Portal;
  readonly releaseLate: () => number;
  readonly reset: () => void;
  /** What the tenant holds, without hashes. */
  readonly snapshot: () => Snapshot;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

const PREFIX = "/__sandbox/";

/** Whether a path is one of the sandbox's own, and none of AppTego's. */
export function isControl(path: string): boolean {
  return path.startsWith(PREFIX);
}

type Route = (given: unknown, controls: Controls) => unknown;

const done = { success: true };

const ROUTES: Readonly<Record<string, Route>> = {
  "GET health": () => ({ status: "ok" }),
  "GET calls": (_, { calls }) => ({ calls: calls.all, max_in_flight: calls.maxInFlight() }),
  "GET tenant": (_, { snapshot }) => snapshot(),
  "GET access": (_, { snapshot, clock }) => portalAccess(snapshot(), clock()),
  "GET faults": (_, { faults }) => ({ due: faults.due(), kinds: FAULT_KINDS }),
  "POST faults": (given, { faults }) => {
    faults.add(given as FaultInput); // add itself checks it
    return done;
  },
  "POST faults/clear": (_, { faults }) => {
    faults.clear();
    return done;
  },
  "POST calls/clear": (_, { calls }) => {
    calls.clear();
    return done;
  },
  "POST release-late": (_, { releaseLate }) => ({ released: releaseLate() }),
  "POST reset": (_, { reset }) => {
    reset();
    return done;
  },
};

function routeOf(method: string, path: string): Route | undefined {
  const route = `${method} ${path.slice(PREFIX.length)}`;
  if (Object.hasOwn(ROUTES, route)) return ROUTES[route];
  const action = /^POST portal\/(\w+)$/.exec(route)?.[1];
  if (action === undefined || !Object.hasOwn(PORTAL_ACTIONS, action)) return undefined;
  const name = action as PortalAction; // it is one of its own keys
  return (given, { portal }) => {
    portal[name](PORTAL_ACTIONS[name].parse(given) as never); // parsed by this action's own schema
    return done;
  };
}

/** Answers the routes that play faults and change the tenant by hand, for programs in any language. */
export function control(method: string, path: string, body: string, controls: Controls): Reply {
  const route = routeOf(method, path);
  if (route === undefined) {
    const routes = [
      PORTAL_PAGE.replace(PREFIX, ""),
      ...Object.keys(ROUTES),
      ...Object.keys(PORTAL_ACTIONS).map((action) => `POST portal/${action}`),
    ];
    return { status: 404, body: { error: `The sandbox has no route ${method} ${path}`, routes } };
  }
  try {
    const given: unknown = body === "" ? {} : JSON.parse(body);
    return { status: 200, body: route(given, controls) };
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: "The body is not valid JSON" } };
    if (error instanceof PortalError) return { status: 404, body: { error: error.message } };
    throw error;
  }
}
