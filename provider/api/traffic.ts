import { createThrottle, type Throttle } from "./throttle";
import { createTurns, type Turns } from "./turns";

/** What all calls to one tenant share, whatever the number of clients. */
export interface Traffic {
  readonly turns: Turns;
  readonly throttle: Throttle;
}

const traffic = new Map<string, Traffic>();

/** The traffic of this process to a tenant at a host. */
export function trafficTo(host: string, tenantId: string): Traffic {
  const place = `${host} ${tenantId}`;
  const known = traffic.get(place) ?? { turns: createTurns(), throttle: createThrottle() };
  traffic.set(place, known);
  return known;
}
