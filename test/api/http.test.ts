import type { AxiosResponse } from "axios";
import { describe, expect, test } from "vitest";
import { operations } from "../../provider/api/contract";
import { createHttp, httpRequest, rawReply } from "../../provider/api/http";
import { clientOf, connectionTo, TENANT_ID } from "../support/connection";
import { serve } from "../support/scripted-server";

const connection = connectionTo({ url: "https://app.apptego.com" });

describe("The HTTP client", () => {
  test("follows no redirect, takes no other host, and gives each body as text", () => {
    expect(createHttp(connection).defaults).toMatchObject({
      baseURL: "https://app.apptego.com/frontend",
      maxRedirects: 0,
      allowAbsoluteUrls: false,
      responseType: "text",
      maxContentLength: 5 * 1024 * 1024,
    });
  });

  test.each([
    ["http://127.0.0.1:1", false],
    ["http://[::1]:1", false],
    ["http://localhost:1", false],
    ["https://app.apptego.com", undefined],
  ])("leaves the proxy of %s to the environment unless it is this machine", (url, proxy) => {
    expect(createHttp(connectionTo({ url })).defaults.proxy).toBe(proxy);
  });

  test("gives up a TLS handshake that fails before anything was sent", async () => {
    const server = await serve([]);
    const secure = { ...server, url: server.url.replace("http:", "https:") };

    await expect(clientOf(secure).createApiToken({ name: "ci" })).rejects.toMatchObject({
      name: "TransportError",
      outcome: "notApplied",
    });
    expect(server.requests).toEqual([]);
  });
});

describe("A request", () => {
  test("of an operation without a tenant has no tenant header and, with GET, no body", () => {
    const request = httpRequest(connection, operations.getTenants, {});

    expect(request).toMatchObject({ method: "GET", url: operations.getTenants.path });
    expect(request.headers).not.toHaveProperty("tenant");
    expect(request).not.toHaveProperty("data");
  });

  test("names its fields as the server does", () => {
    const corrected = { ...operations.addUser, requestNames: { email: "mail" } };

    expect(httpRequest(connection, corrected, { email: "a@b.test" })).toMatchObject({
      data: '{"mail":"a@b.test"}',
      headers: { tenant: TENANT_ID, "Content-Type": "application/json" },
    });
  });
});

describe("A raw reply", () => {
  const response = { status: 429, headers: { "retry-after": "3", "content-type": "a/b" }, data: "{}" };

  test("holds the status, the type, the text and the wait", () => {
    expect(rawReply(response as unknown as AxiosResponse<unknown>, 0)).toEqual({
      status: 429,
      contentType: "a/b",
      text: "{}",
      retryAfterMs: 3_000,
    });
  });

  test("is none where the body never came", () => {
    const cut = { ...response, data: undefined };

    expect(rawReply(cut as unknown as AxiosResponse<unknown>, 0)).toBeUndefined();
  });
});
