import { AFTER, always, json, page } from "./strikes";
import { ALL, play, type Row } from "./terms";

/** F16 to F31: what AppTego says. */
export const OF_WORDS: Readonly<Record<string, Row>> = {
  F16: {
    fault: "401",
    cells: ALL,
    plays: [
      play(
        "from the start",
        { ...json(401, "Authentication failed"), on: "all", ...always },
        "ER ER KS ER KS",
        {
          says: /Authentication failed.*apptego:tokenKey/,
          once: true,
        },
      ),
      play(
        "after the post",
        [
          { kind: "reset", ...AFTER },
          { ...json(401, "Authentication failed"), on: "list", skip: 1, ...always },
        ],
        "UN UN - - -",
      ),
    ],
  },
  F17: {
    fault: "403, a permission is missing",
    cells: ALL,
    plays: [
      play(
        "for ever",
        {
          ...json(403, "Permission denied", {
            permission_denied: true,
            required_permission: "user_and_api_management",
          }),
          ...always,
        },
        "ER ER KS ER KS",
        { says: /Users & API Management/, once: true },
      ),
    ],
  },
  F18: {
    fault: "403, the plan lacks it",
    cells: ALL,
    plays: [
      play(
        "for ever",
        { ...json(403, "API tokens require a Team or Enterprise plan"), ...always },
        "ER ER KS ER KS",
        {
          says: /require a Team or Enterprise plan.*upgrade/,
          once: true,
        },
      ),
    ],
  },
  F19: {
    fault: "400",
    cells: ALL,
    plays: [
      play("for ever", { ...json(400, "Name is invalid"), ...always }, "ER ER KS ER KS", {
        says: /Name is invalid/,
        once: true,
      }),
    ],
  },
  F20: {
    fault: "404",
    cells: ALL,
    plays: [
      play("a page, everywhere", { ...page(404), on: "all", ...always }, "ER ER KS ER KS", {
        says: /apptego:baseUrl/,
      }),
      play("JSON", { ...json(404, "Not found"), ...always }, "ER ER KS ER KS"),
    ],
    files: { "test/faults/portal.test.ts": "- - OK - OK" },
  },
  F21: {
    fault: "409",
    cells: "x x - x -",
    plays: [
      play("for ever", { ...json(409, "It exists already"), ...always }, "ER ER - ER -", { once: true }),
    ],
    files: { "test/faults/limits.test.ts": "RC ER - - -" },
  },
  F22: {
    fault: "a limit is reached",
    cells: "x x - - -",
    files: { "test/faults/limits.test.ts": "ER ER - - -" },
  },
  F23: {
    fault: "id without secret",
    cells: "x - - - -",
    plays: [
      play("once", { kind: "withoutField", field: "$secret" }, "RC - - - -"),
      play("for ever", { kind: "withoutField", field: "$secret", ...always }, "UN - - - -"),
    ],
  },
  F24: {
    fault: "secret without id",
    cells: "x - - - -",
    plays: [play("once", { kind: "withoutField", field: "$id" }, "RC - - - -")],
  },
  F25: {
    fault: "created, but the second call fails",
    cells: "x x - - -",
    plays: [
      play("500", { kind: "serverError", on: "update", ...always }, "PS PS - - -"),
      play(
        "403",
        { ...json(403, "No", { permission_denied: true }), on: "update", ...always },
        "PS PS - - -",
      ),
      play("reset", { kind: "reset", on: "update", ...always }, "PS PS - - -"),
      play("no answer", { kind: "hang", on: "update", ...always }, "PS PS - - -"),
    ],
  },
  F26: {
    fault: "200, but not applied, or in part",
    cells: "x x x x -",
    files: { "test/faults/not-applied.test.ts": "PS PS OK ER -" },
  },
  F27: {
    fault: "deleted, but still listed",
    cells: "- - x - x",
    files: { "test/faults/lag.test.ts": "- - OK - OK" },
  },
  F28: {
    fault: "created, but not listed yet",
    cells: "x x x - -",
    files: { "test/faults/lag.test.ts": "RT RT KS - -" },
  },
  F29: {
    fault: "listed twice",
    cells: ALL,
    plays: [play("the same id", { kind: "doubled", on: "list", ...always }, "OK OK OK OK OK")],
    files: { "test/faults/duplicates.test.ts": "OK ER OK OK OK" },
  },
  F30: {
    fault: "fields and permissions that nobody knows, or none",
    cells: ALL,
    plays: [
      play("unknown fields", { kind: "extraFields", on: "all", ...always }, "OK OK OK OK OK"),
      play(
        "no permissions",
        { kind: "withField", field: "permissions", value: null, on: "list", ...always },
        "OK OK OK OK OK",
      ),
    ],
    files: { "test/faults/permissions.test.ts": "OK OK OK OK OK" },
  },
  F31: {
    fault: "permissions written otherwise",
    cells: "x x x x -",
    plays: [play("in reverse", { kind: "shuffled", on: "all", ...always }, "OK OK OK OK -")],
    files: { "test/faults/permissions.test.ts": "OK OK OK OK -" },
  },
};
