import type { Check } from "./report";

/** A Date header has whole seconds and takes a while to arrive; a state's times are given in seconds too. */
const MOST_APART_MS = 10_000;

/** How far the server's clock and this machine's are apart. */
export function clockCheck(server: Date | undefined, own: Date): Check {
  const check = { area: "connection", title: "clock" } as const;
  if (server === undefined)
    return { ...check, result: "unknown", says: "AppTego's replies have no Date header" };
  const apart = own.getTime() - server.getTime();
  if (Math.abs(apart) <= MOST_APART_MS) return { ...check, result: "ok", says: "as AppTego's" };
  const seconds = Math.round(Math.abs(apart) / 1_000);
  return {
    ...check,
    result: "warning",
    says: `this machine's is ${seconds} s ${apart > 0 ? "ahead of" : "behind"} AppTego's`,
    todo: "set it by a time server: the states' times and ages are this machine's",
  };
}
