import { describe, expect, test } from "vitest";
import { operations } from "../../../provider/api/contract";
import { assumptionsOf } from "../../../provider/cli/doctor/assumptions";

const all = assumptionsOf(operations);

describe("The assumptions", () => {
  test("are what the contract marks as assumed, and nothing else", () => {
    const paths = Object.entries(operations).filter(([, { source }]) => source.path === "assumed");
    expect(all.filter(({ aspect }) => aspect === "path").map(({ operation }) => operation)).toEqual(
      paths.map(([name]) => name),
    );
    for (const { operation, aspect } of all)
      if (aspect === "request" || aspect === "reply")
        expect(operations[operation].source.bodies).toBe("assumed");
  });

  test("name each field, also that of a list's entries, but none that nothing depends on", () => {
    const ofUsers = all.filter(({ operation, aspect }) => operation === "getUsers" && aspect === "reply");

    expect(ofUsers.map(({ field }) => field)).toEqual([
      ...["users", "user_id", "email", "permissions", "status", "owner", "creation_time"],
    ]);
    expect(all.map(({ field }) => field)).not.toContain("success");
  });

  test("tell how each list goes on", () => {
    expect(all.filter(({ aspect }) => aspect === "pages").map(({ operation }) => operation)).toEqual([
      ...[
        "getTenants",
        "getApplications",
        "getApiTokens",
        "getUsers",
        "getSamlGroupMappings",
        "getAutomationKeys",
      ],
    ]);
  });

  test("show a corrected name", () => {
    const getUsers = { ...operations.getUsers, replyNames: { email: "mail" } };

    expect(assumptionsOf({ ...operations, getUsers }).map(({ fact }) => fact)).toContain("email (mail)");
  });
});
