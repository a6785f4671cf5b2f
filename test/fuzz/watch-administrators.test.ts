import { expect, test } from "vitest";
import type { OperationName } from "../../provider/api/contract";
import { ADMINISTRATION } from "../../provider/api/permissions";
import { takeNotes } from "./notes";
import type { Rails } from "./scenario";
import type { Content, JournalEntry } from "./server-under-test";
import { watchAdministrators } from "./watch-administrators";

function watched(first: readonly string[], rails: Rails) {
  const journal: JournalEntry[] = [];
  const time = { now: 0 };
  let content: Content;
  const hold = (emails: readonly string[]) => {
    const users = emails.map((email) => ({ id: email, email, permissions: [ADMINISTRATION], active: true }));
    content = { tokens: [], users, mappings: [], keys: [] };
  };
  hold(first);
  const { note, violations } = takeNotes();
  const watch = watchAdministrators(
    { content: () => content, journal: () => journal },
    () => rails,
    note,
    () => time.now,
  );
  watch.look();
  return {
    call: (operation: OperationName, after: readonly string[]) => {
      hold(after);
      journal.push({ operation, request: {}, applied: true });
      watch.look();
    },
    person: (after: readonly string[]) => {
      watch.during(() => {
        hold(after);
      });
    },
    passes: (milliseconds: number) => {
      time.now += milliseconds;
    },
    broken: () => violations().map(({ what }) => what),
  };
}

test("A call that takes one of too few administrators is told", () => {
  const { call, broken } = watched(["ann", "bob"], { minAdministrators: 2 });
  call("updateUserPermissions", ["ann"]);

  expect(broken()).toEqual(["1 administrators are left"]);
});

test("What a person takes isn't", () => {
  const { call, person, broken } = watched(["ann", "bob"], {
    minAdministrators: 2,
    requiredAdministrators: ["bob"],
  });
  person(["ann"]);
  call("createApiToken", ["ann"]);

  expect(broken()).toEqual([]);
});

test("A call that takes one who must stay is told", () => {
  const { call, broken } = watched(["ann", "bob"], { requiredAdministrators: ["bob"] });
  call("removeUser", ["ann"]);

  expect(broken()).toEqual(["bob isn't one any more"]);
});

test("Whom a person made one a moment ago, no call can spare, until the users are listed or two seconds are over", () => {
  const rails = { minAdministrators: 2 };
  const unlisted = watched(["ann"], rails);
  unlisted.person(["ann", "bob"]);
  unlisted.call("removeUser", ["ann"]);
  const listed = watched(["ann"], rails);
  listed.person(["ann", "bob"]);
  listed.call("getUsers", ["ann", "bob"]);
  listed.call("removeUser", ["ann"]);

  const later = watched(["ann"], rails);
  later.person(["ann", "bob"]);
  later.passes(2_001);
  later.call("removeUser", ["ann"]);

  expect(unlisted.broken()).toEqual([]);
  expect(later.broken()).toEqual(["1 administrators are left"]);
  expect(listed.broken()).toEqual(["1 administrators are left"]);
});

test("Those who were there before are never spared for somebody new", () => {
  const { call, person, broken } = watched(["ann", "bob"], { minAdministrators: 3 });
  person(["ann", "bob", "eve"]);
  call("removeUser", ["bob", "eve"]);

  expect(broken()).toEqual(["2 administrators are left"]);
});
