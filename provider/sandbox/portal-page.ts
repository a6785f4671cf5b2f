import type { ServerResponse } from "node:http";
import { accessPage, type PageData } from "../access/html";
import { accessRows } from "../access/rows";
import { matrixOfTenant } from "../access/tenant-matrix";
import type { Snapshot } from "./snapshot";

/** The route of the page. */
export const PORTAL_PAGE = "GET /__sandbox/portal";

/** The page is never kept, and never shown inside another one. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** Who may do what in the sandbox's tenant. @param now epoch milliseconds */
export function portalAccess({ tenant, users, tokens, mappings }: Snapshot, now: number): PageData {
  const matrix = matrixOfTenant({
    tenant: tenant.tenantId,
    users: users.map(({ userId, ...user }) => ({ user_id: userId, ...user })),
    tokens: tokens.map(({ tokenKey, ...token }) => ({ token_key: tokenKey, ...token })),
    mappings: mappings.map(({ mappingId: mapping_id, groupName: group_name, permissions }) => ({
      ...{ mapping_id, group_name, permissions },
    })),
  });
  return {
    tenant: `${tenant.name} (${tenant.tenantId})`,
    source: "the sandbox",
    takenAt: new Date(now).toISOString(),
    notes: [],
    rows: accessRows(matrix),
  };
}

/** Sends the little portal: the page of `apptego access`, with a switch for each permission. @param now epoch milliseconds */
export function sendPortal(response: ServerResponse, tenant: Snapshot, now: number): void {
  response.writeHead(200, HEADERS).end(accessPage(portalAccess(tenant, now), { portal: "/__sandbox" }));
}
