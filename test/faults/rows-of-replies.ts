import { AFTER, always, json } from "./strikes";
import { ALL, play, RECONCILED, type Row } from "./terms";

const BROKEN = {
  500: { kind: "serverError" },
  502: json(502, "Bad gateway"),
  503: { kind: "unavailable" },
  504: json(504, "Gateway timeout"),
} as const;

/** F1 to F15: the way to AppTego and back. */
export const OF_REPLIES: Readonly<Record<string, Row>> = {
  F1: {
    fault: "refused, or no TLS",
    cells: ALL,
    files: { "test/faults/no-connection.test.ts": "RT RT RT RT RT" },
  },
  F2: {
    fault: "connection lost before the commit",
    cells: ALL,
    plays: [play("reset", { kind: "reset" }, RECONCILED), play("closed", { kind: "close" }, RECONCILED)],
  },
  F3: {
    fault: "connection lost after the commit",
    cells: ALL,
    plays: [
      play("reset", { kind: "reset", ...AFTER }, RECONCILED),
      play("closed", { kind: "close", ...AFTER }, RECONCILED),
    ],
  },
  F4: {
    fault: "no answer after the commit",
    cells: ALL,
    plays: [play("past the time limit", { kind: "hang", ...AFTER }, RECONCILED)],
  },
  F5: {
    fault: "commit after the client gave up",
    cells: "x x - x x",
    files: { "test/faults/late.test.ts": "RC RC - RT RT" },
  },
  F6: {
    fault: "commit, then 500",
    cells: ALL,
    plays: [play("once", { kind: "serverError", ...AFTER }, RECONCILED)],
  },
  F7: {
    fault: "5xx without a commit",
    cells: ALL,
    plays: Object.entries(BROKEN).flatMap(([status, strike]) => [
      play(`${status} once`, strike, RECONCILED),
      play(`${status} for ever`, { ...strike, ...always }, "UN UN KS ER KS"),
    ]),
  },
  F8: {
    fault: "5xx with a page",
    cells: ALL,
    plays: (["badGateway", "unavailablePage"] as const).flatMap((kind) => [
      play(`${kind} before the commit`, { kind }, RECONCILED),
      play(`${kind} after the commit`, { kind, ...AFTER }, RECONCILED),
      play(`${kind} for ever`, { kind, ...always }, "UN UN KS ER KS"),
    ]),
  },
  F9: {
    fault: "200 with a page",
    cells: ALL,
    plays: [
      play("once", { kind: "page" }, RECONCILED),
      play("for ever", { kind: "page", ...always }, "UN UN KS ER KS", {
        says: /expected JSON, got text\/html/,
      }),
      play("everywhere", { kind: "page", on: "all", ...always }, "ER ER KS ER KS", {
        says: /expected JSON, got text\/html/,
      }),
    ],
  },
  F10: {
    fault: "half of the JSON",
    cells: ALL,
    plays: [
      play("shorter than told", { kind: "truncated" }, RECONCILED),
      play("in chunks", { kind: "cutChunk" }, RECONCILED),
    ],
  },
  F11: {
    fault: "no body",
    cells: ALL,
    plays: (["empty", "noContent"] as const).flatMap((kind) => [
      play(`${kind} once`, { kind, ...AFTER }, RECONCILED),
      play(`${kind} for ever`, { kind, ...AFTER, ...always }, "UN RC KS OK OK"),
    ]),
  },
  F12: {
    fault: "JSON of another type",
    cells: ALL,
    plays: ["text/plain", "application/json; charset=utf-16"].flatMap((type) => [
      play(`${type} once`, { kind: "contentType", type }, RECONCILED),
      play(`${type} for ever`, { kind: "contentType", type, ...always }, "UN RC KS OK OK"),
    ]),
  },
  F13: {
    fault: "429 with any Retry-After",
    cells: ALL,
    files: { "test/faults/throttling.test.ts": "RT RT RT RT RT" },
  },
  F14: { fault: "a storm of 429", cells: ALL, files: { "test/faults/throttling.test.ts": "RT RT RT RT RT" } },
  F15: {
    fault: "408, 425",
    cells: ALL,
    plays: [408, 425].map((status) => play(String(status), json(status, "Later"), RECONCILED)),
  },
};
