import { describe, expect, test } from "vitest";
import {
  doubled,
  shortened,
  reversed,
  withExtraFields,
  withField,
  withoutField,
  withoutLastPermission,
  withPermission,
} from "../../provider/sandbox/changed-body";

const body = {
  list: [
    { id: "1", permissions: "a,b" },
    { id: "2", permissions: "" },
  ],
  id: "0",
  none: null,
};

describe("A body", () => {
  test("loses a field at any depth", () => {
    expect(withoutField(body, "id")).toEqual({
      list: [{ permissions: "a,b" }, { permissions: "" }],
      none: null,
    });
  });

  test("has another value of a field where it has that field", () => {
    expect(withField(body, "id", 7)).toEqual({
      ...body,
      id: 7,
      list: [
        { id: 7, permissions: "a,b" },
        { id: 7, permissions: "" },
      ],
    });
    expect(withField(body, "other", 7)).toEqual(body);
  });

  test("loses the last permission of each set", () => {
    expect(withoutLastPermission(body)).toEqual({
      ...body,
      list: [
        { id: "1", permissions: "a" },
        { id: "2", permissions: "" },
      ],
    });
  });

  test("gets fields and permissions that nobody knows", () => {
    expect(withExtraFields([{}])).toEqual([{ introduced_later: { nested: [1, null] } }]);
    expect(withPermission(body, "new")).toMatchObject({
      list: [{ permissions: "a,b,new" }, { permissions: "new" }],
    });
  });

  test("is turned round: keys, lists and permissions", () => {
    expect(JSON.stringify(reversed(body))).toBe(
      `{"none":null,"id":"0","list":[{"permissions":"","id":"2"},{"permissions":"b,a","id":"1"}]}`,
    );
  });

  test("has its entries twice", () => {
    expect(doubled({ list: [1, 2] })).toEqual({ list: [1, 1, 2, 2] });
    expect(shortened({ list: [1, 2], other: [] }, 1)).toEqual({ list: [1], other: [] });
  });

  test("stays itself while a changed one is sent", () => {
    const copy = structuredClone(body);
    for (const change of [reversed, doubled, withExtraFields]) change(body);

    expect(body).toEqual(copy);
  });
});
