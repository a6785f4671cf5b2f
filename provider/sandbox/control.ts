import { z } from "zod";
import type { Fault, Faults } from "./faults";
import type { Journal } from "./journal";
import { PORTAL_ACTIONS, type Portal, type PortalAction } from "./portal";

/** What the routes under /__sandbox reach: the same as the library gives to a program. */
export interface Controls {
  readonly faults: Faults;
  readonly calls: Journal;
  readonly portal: Portal;
  readonly releaseLate: () => number;
  readonly reset: () => void;
  readonly snapshot: () => unknown;
}

/** An answer of a control route. */
export interface Controlled {
  readonly status: number;
  readonly body: unknown;
}

const PREFIX = "/__sandbox/";

/** Whether a path is one of the sandbox's own, and none of AppTego's. */
export function isControl(path: string): boolean {
  return path.startsWith(PREFIX);
}

/**
 * Answers the routes that play faults and change the tenant by hand, for programs in any language:
 * GET health, calls, tenant; POST faults, faults/clear, release-late, reset, calls/clear, portal/<action>.
 */
export function control(method: string, path: string, body: string, controls: Controls): Controlled {
  const route = `${method} ${path.slice(PREFIX.length)}`;
  try {
    const given: unknown = body === "" ? {} : JSON.parse(body);
    const action = /^POST portal\/(\w+)$/.exec(route)?.[1];
    if (action !== undefined) return portalChange(action, given, controls.portal);
    switch (route) {
      case "GET health":
        return { status: 200, body: { status: "ok" } };
      case "GET calls":
        return { status: 200, body: { calls: controls.calls.all } };
      case "GET tenant":
        return { status: 200, body: controls.snapshot() };
      case "POST faults":
        controls.faults.add(given as z.input<typeof Fault>); // add itself validates
        return { status: 200, body: { success: true } };
      case "POST faults/clear":
        controls.faults.clear();
        return { status: 200, body: { success: true } };
      case "POST calls/clear":
        controls.calls.clear();
        return { status: 200, body: { success: true } };
      case "POST release-late":
        return { status: 200, body: { released: controls.releaseLate() } };
      case "POST reset":
        controls.reset();
        return { status: 200, body: { success: true } };
      default:
        return { status: 404, body: { error: `The sandbox has no route ${method} ${path}` } };
    }
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { status: 400, body: { error: problem } };
  }
}

function portalChange(action: string, given: unknown, portal: Portal): Controlled {
  if (!Object.hasOwn(PORTAL_ACTIONS, action))
    return {
      status: 404,
      body: { error: `The portal has no ${action}. It has ${Object.keys(PORTAL_ACTIONS).join(", ")}` },
    };
  const name = action as PortalAction;
  portal[name](PORTAL_ACTIONS[name].parse(given) as never); // parsed by this action's own schema
  return { status: 200, body: { success: true } };
}
