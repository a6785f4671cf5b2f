import axiosOfNode from "axios";
import { describe, expect, test } from "vitest";
import { axios, axiosRetry } from "../../provider/api/http-library";

describe("The libraries of HTTP", () => {
  test("are those that the package depends on, the same at each call", () => {
    expect(axios().VERSION).toBe(axiosOfNode.VERSION);
    expect(axios()).toBe(axios());
    expect(axiosRetry()).toBeTypeOf("function");
  });
});
