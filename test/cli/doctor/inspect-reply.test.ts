import { describe, expect, test } from "vitest";
import { operations } from "../../../provider/api/contract";
import { inspectReply } from "../../../provider/cli/doctor/inspect-reply";

const alice = {
  user_id: "u1",
  email: "alice@acme.test",
  permissions: "build_applications",
  status: "active",
  owner: true,
};
const inspect = (body: object, operation = operations.getUsers) =>
  Object.fromEntries(inspectReply(operation, { ...body }).fields.map(({ field, ...said }) => [field, said]));

describe("A reply", () => {
  test("that is as assumed confirms each field that it shows", () => {
    const { creation_time, ...others } = inspect({ success: true, users: [alice] });

    expect(creation_time).toEqual({ verdict: "not seen", says: "no entry has it" });
    expect(Object.values(others).map(({ verdict }) => verdict)).toEqual(Array(6).fill("confirmed"));
  });

  test("with other names is recognised by words and by what the values look like", () => {
    const { user_id, email, permissions, ...others } = alice;
    const list = [
      { ...others, id: user_id, login: email, grants: permissions },
      { ...others, id: "u2", login: "b@c.test", grants: "" },
    ];

    expect(inspect({ people: list })).toMatchObject({
      users: { verdict: "wrong", theirs: "people", says: "it is called people" },
      user_id: { theirs: "id" },
      email: { theirs: "login" },
      permissions: { theirs: "grants" },
      status: { verdict: "confirmed" },
    });
  });

  test("never takes for an e-mail address or a set of permissions what doesn't look like one", () => {
    const { email, permissions, ...others } = alice;

    expect(inspect({ users: [{ ...others, mail: "none", roles: "tea, coffee" }] })).toMatchObject({
      email: { verdict: "wrong", says: "no entry has it; there is beside what is known only mail, roles" },
      permissions: { verdict: "wrong" },
    });
    expect([email, permissions]).toBeDefined();
  });

  test.each([
    ["build_applications", "confirmed", "sent as a comma-separated text"],
    [["build_applications"], "confirmed", "sent as a list"],
    ["", "confirmed", "though nobody listed holds any"],
    ["tomorrow", "confirmed", "sent as unknown keys"],
    ["build_applications;update_certificates", "wrong", "its keys aren't separated by commas"],
    [7, "wrong", "its values are of another type"],
  ])("with the permissions %j: %s, %s", (permissions, verdict, says) => {
    expect(inspect({ users: [{ ...alice, permissions }] })).toMatchObject({ permissions: { verdict, says } });
  });

  test("that is empty, or no list, says little", () => {
    expect(inspect({ users: [] })).toMatchObject({
      users: { verdict: "confirmed" },
      email: { verdict: "not seen", says: "the list is empty" },
    });
    expect(inspect({ status: "ok" })).toEqual({
      users: { verdict: "wrong", says: "the reply holds no list, but status" },
    });
  });

  test("is read by the names that a contract file gave", () => {
    const corrected = { ...operations.getUsers, replyNames: { email: "mail" } };
    const { email, ...others } = alice;

    expect(inspect({ users: [{ ...others, mail: email }] }, corrected)).toMatchObject({
      email: { verdict: "confirmed" },
    });
  });

  test("shows what else it holds, and is looked at without a list too", () => {
    expect(inspectReply(operations.getUsers, { users: [], next_cursor: "2" }).others).toEqual({
      next_cursor: "2",
    });
    expect(inspectReply(operations.getSubscription, { subscription: "GOLD" }).fields[0]).toEqual({
      ...{ field: "subscription", verdict: "wrong", says: "its values are of another type" },
    });
  });
});
