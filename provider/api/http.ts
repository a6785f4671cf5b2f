import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from "axios";
import type { RawReply } from "./classify";
import type { Connection } from "./connection";
import { authorizationHeader } from "./connection";
import type { Operation } from "./contract";
import { renameKeys } from "./field-names";
import { axios, axiosRetry } from "./http-library";
import { retryAfterMs } from "./retry";
import { isLoopback } from "./setting-rules";
import { VERSION } from "./version";

const LARGEST_REPLY = 5 * 1024 * 1024; // bytes, unpacked

const kept = {
  httpAgent: new HttpAgent({ keepAlive: true }),
  httpsAgent: new HttpsAgent({ keepAlive: true }),
};
const fresh = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };

/** An axios that speaks to one host, follows no redirect, gives each body as text and repeats what its request's `axios-retry` says. */
export function createHttp(connection: Connection): AxiosInstance {
  const http = axios().create({
    baseURL: connection.baseUrl,
    allowAbsoluteUrls: false,
    maxRedirects: 0, // a redirect would carry the tenant header elsewhere, and turn a POST into a GET
    maxContentLength: LARGEST_REPLY,
    responseType: "text",
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data], // axios quotes a body that it can't parse, and with it a secret
    // What is sent to this machine must not pass through the network's proxy.
    ...(isLoopback(new URL(connection.baseUrl).hostname) ? { proxy: false } : {}),
  });
  axiosRetry()(http);
  return http;
}

/** One operation as an HTTP request; `body` is the encoded request with our field names, `page` names a later page of a list. */
export function httpRequest(
  connection: Connection,
  operation: Operation,
  body: unknown,
  page?: string,
): AxiosRequestConfig {
  const { tenantId, tokenKey, tokenSecret, integration } = connection;
  const hasBody = operation.method === "POST";
  const paged = page !== undefined && operation.nextPage && { [operation.nextPage.request]: page };
  return {
    method: operation.method,
    url: operation.path,
    headers: {
      Accept: "application/json",
      Authorization: authorizationHeader(tokenKey, tokenSecret),
      "User-Agent": `pulumi-apptego/${VERSION} (${integration})`,
      ...(operation.tenantScoped && { tenant: tenantId }), // seed, "Required Headers"
      ...(hasBody && { "Content-Type": "application/json" }),
    },
    ...(hasBody && {
      data: JSON.stringify({ ...Object(renameKeys(body, operation.requestNames)), ...paged }),
    }),
    ...(!hasBody && paged && { params: paged }),
    // A kept connection may be closed by the server just as a create goes out, and its fate would be unknown.
    ...(operation.effect === "create" ? fresh : kept),
  };
}

/** What came back; undefined where the connection broke in the middle of the body. */
export function rawReply(response: AxiosResponse<unknown>, now: number): RawReply | undefined {
  if (typeof response.data !== "string") return undefined;
  const header = (name: string): string | undefined => {
    const value: unknown = response.headers[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    status: response.status,
    contentType: header("content-type") ?? "",
    text: response.data,
    retryAfterMs: retryAfterMs(header("retry-after"), header("date"), now),
    date: header("date"),
  };
}
