import { describe, expect, test } from "vitest";
import { compareAccess } from "../../provider/access/compare";
import { type AccessSubject, splitPermissions, type SubjectKind } from "../../provider/access/model";

const subject = (
  kind: SubjectKind,
  name: string,
  permissions: string[] = [],
  more: Partial<AccessSubject> = {},
): AccessSubject => ({ kind, name, ...splitPermissions(permissions), ...more });

const compare = (before: AccessSubject[], after: AccessSubject[]) =>
  compareAccess({ subjects: before }, { subjects: after });

describe("Comparing two matrices", () => {
  test("tells what each subject gained and lost, unknown permissions too", () => {
    const changes = compare(
      [subject("user", "alice@acme.test", ["build_applications", "update_certificates"])],
      [subject("user", "Alice@acme.test", ["update_certificates", "modify_configuration", "zap"])],
    );

    expect(changes.changed).toEqual([
      {
        subject: expect.objectContaining({ name: "Alice@acme.test" }),
        before: expect.objectContaining({ name: "alice@acme.test" }),
        gained: ["modify_configuration", "zap"],
        lost: ["build_applications"],
      },
    ]);
    expect(changes).toMatchObject({ added: [], removed: [], escalations: [], unreadable: [] });
  });

  test("tells who came and who went", () => {
    const [old, same, fresh] = [subject("user", "a@b.c"), subject("token", "ci"), subject("group", "ci")];

    expect(compare([old, same], [same, fresh])).toMatchObject({
      added: [fresh],
      removed: [old],
      changed: [],
    });
  });

  test("finds who gains a permission that leads to all others, new or not", () => {
    const { escalations } = compare(
      [
        subject("user", "a@b.c", ["build_applications"]),
        subject("user", "d@b.c", ["modify_tenant_settings"]),
      ],
      [
        subject("user", "a@b.c", ["build_applications", "modify_tenant_settings"]),
        subject("user", "d@b.c", ["modify_tenant_settings"]),
        subject("group", "ops", ["user_and_api_management", "build_applications"]),
        subject("group", "qa", ["build_applications"]),
      ],
    );

    expect(escalations.map(({ subject: { name }, gained }) => [name, gained])).toEqual([
      ["a@b.c", ["modify_tenant_settings"]],
      ["ops", ["user_and_api_management"]],
    ]);
  });

  test("knows a subject again by its id, then its resource, then its name", () => {
    const before = [
      subject("token", "ci-1", [], { id: "1", urn: "urn:ci" }),
      subject("token", "old name", ["build_applications"], { id: "2" }),
    ];
    const after = [
      subject("token", "ci-2", ["build_applications"], { urn: "urn:ci" }),
      subject("token", "new name", [], { id: "2" }),
    ];
    const { added, removed, changed } = compare(before, after);

    expect([added, removed]).toEqual([[], []]);
    expect(changed.map(({ before: { name }, gained, lost }) => [name, gained, lost])).toEqual([
      ["ci-1", ["build_applications"], []],
      ["old name", [], ["build_applications"]],
    ]);
  });

  test("takes two of one name for two, and a name with other letters for another group", () => {
    const twice = [subject("token", "ci", [], { id: "1" }), subject("token", "ci", [], { id: "2" })];

    expect(compare(twice, twice.slice(1))).toMatchObject({ removed: [twice[0]], changed: [] });
    expect(compare([subject("group", "Ops")], [subject("group", "ops")])).toMatchObject({
      added: [{ name: "ops" }],
      removed: [{ name: "Ops" }],
    });
  });

  test("says nothing of what can't be read, but names it", () => {
    const sealed = subject("user", "a@b.c", [], { unreadable: true });
    const open = subject("user", "a@b.c", ["user_and_api_management"]);

    expect(compare([sealed], [open])).toMatchObject({ changed: [], escalations: [], unreadable: [open] });
    expect(compare([open], [sealed])).toMatchObject({ changed: [], removed: [], unreadable: [sealed] });
  });
});
