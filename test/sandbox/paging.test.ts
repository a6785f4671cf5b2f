import { describe, expect } from "vitest";
import { operations } from "../../provider/api/contract";
import { pageOf } from "../../provider/sandbox/paging";
import { Refusal } from "../../provider/sandbox/refusal";
import { test } from "../support/tenant";

const by = { GET: operations.getUsers, POST: operations.getApplications };
const asked = (page: string) => ({ body: "", query: new URLSearchParams({ next: page }) });
const body = { users: ["a", "b", "c"], success: true };

describe("A list in pages", () => {
  test("names the next page while there is one", () => {
    const first = pageOf(by.GET, body, { body: "" }, 2);
    const { next = "" } = first as { next?: string };

    expect(first).toEqual({ users: ["a", "b"], success: true, next: expect.any(String) as string });
    expect(pageOf(by.GET, body, asked(next), 2)).toEqual({ users: ["c"], success: true });
  });

  test("takes the page from the body of a POST", () => {
    const { next = "" } = pageOf(by.POST, body, { body: "{}" }, 1) as { next?: string };

    expect(pageOf(by.POST, body, { body: JSON.stringify({ next }) }, 1)).toMatchObject({ users: ["b"] });
  });

  test("is whole where it fits, and where there are no pages", () => {
    expect(pageOf(by.GET, body, { body: "" }, 3)).toEqual(body);
    expect(pageOf(by.GET, body, { body: "" }, Infinity)).toEqual(body);
    expect(pageOf(operations.addUser, body, { body: "" }, 1)).toBe(body);
  });

  test("refuses a page that it never named", () => {
    expect(() => pageOf(by.GET, body, asked("last"), 2)).toThrow(Refusal);
  });

  test.override({ sandboxOptions: { rules: { pageSize: 1 } } });
  test("is what a client of the sandbox sees", async ({ sandbox, api }) => {
    sandbox.portal.addKey({ name: "one" });
    sandbox.portal.addKey({ name: "two" });

    expect((await api.getAutomationKeys({})).automation_keys).toHaveLength(2);
    expect(sandbox.calls.count("getAutomationKeys")).toBe(2);
  });
});
