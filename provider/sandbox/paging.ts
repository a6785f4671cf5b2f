import type { Operation } from "../api/contract";
import type { Asked } from "./operate";
import { invalid } from "./refusal";

const CURSOR = /^after-(\d+)$/;

/** The page of a list's reply that was asked for, with what names the next one; a reply that is no list is given back whole. */
export function pageOf(
  { method, nextPage }: Pick<Operation, "method" | "nextPage">,
  body: unknown,
  asked: Pick<Asked, "body" | "query">,
  pageSize: number,
): unknown {
  if (nextPage === undefined || typeof body !== "object" || body === null) return body;
  const named = method === "GET" ? asked.query?.get(nextPage.request) : fieldOf(asked.body, nextPage.request);
  const [, start] = typeof named === "string" ? (CURSOR.exec(named) ?? []) : ["", "0"];
  if (start === undefined) throw invalid("The page is unknown"); // assumed, as all of paging
  const from = Number(start);
  const lists = Object.entries(body).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const pages = lists.map(([field, items]) => [field, items.slice(from, from + pageSize)] as const);
  const goesOn = lists.some(([, items]) => items.length > from + pageSize);
  return {
    ...body,
    ...Object.fromEntries(pages),
    ...(goesOn && { [nextPage.reply]: `after-${String(from + pageSize)}` }),
  };
}

function fieldOf(body: string, field: string): unknown {
  const fields: unknown = body === "" ? {} : JSON.parse(body);
  return typeof fields === "object" && fields !== null ? Reflect.get(fields, field) : undefined;
}
