import { describe, expect, test } from "vitest";
import { type AccessSubject, splitPermissions } from "../../provider/access/model";
import { accessRows, markOf } from "../../provider/access/rows";

const user = (name: string, permissions: string[], more: Partial<AccessSubject> = {}): AccessSubject => ({
  ...{ kind: "user", name, ...splitPermissions(permissions), ...more },
});

describe("The rows of a matrix", () => {
  test("show what each holds, and nothing that became of it", () => {
    const [row, sealed] = accessRows({
      subjects: [user("a", ["build_applications", "zap"]), user("b", [], { unreadable: true })],
    });

    expect(row).toMatchObject({ state: "same", gained: [], lost: [], escalates: false });
    expect(
      row && ["build_applications", "zap", "modify_configuration"].map((key) => markOf(row, key)),
    ).toEqual(["held", "held", "none"]);
    expect(sealed).toMatchObject({ state: "unreadable", unreadable: true });
  });

  test("show what became of each, those that are gone among them", () => {
    const rows = accessRows(
      {
        subjects: [
          user("a", ["build_applications", "user_and_api_management"]),
          user("c", ["modify_tenant_settings"]),
          user("d", []),
        ],
      },
      {
        subjects: [
          user("a", ["update_certificates", "build_applications"]),
          user("b", ["zap"]),
          user("d", []),
        ],
      },
    );

    expect(
      rows.map(({ name, state, gained, lost, escalates }) => [name, state, gained, lost, escalates]),
    ).toEqual([
      ["a", "changed", ["user_and_api_management"], ["update_certificates"], true],
      ["b", "removed", [], ["zap"], false],
      ["c", "added", ["modify_tenant_settings"], [], true],
      ["d", "same", [], [], false],
    ]);
    const [a, b] = rows;
    expect(a && ["build_applications", "update_certificates"].map((key) => markOf(a, key))).toEqual([
      "held",
      "lost",
    ]);
    expect(b).toMatchObject({ permissions: [], unknown: [] });
  });
});
