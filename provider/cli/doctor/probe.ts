import { z } from "zod";
import { connect } from "../../api/client";
import type { Connection } from "../../api/connection";
import { type Contract, type Operation, type OperationName } from "../../api/contract";
import {
  AppTegoError,
  AuthenticationError,
  NotFoundError,
  TransportError,
  UnexpectedReplyError,
} from "../../api/errors";
import type { ServerClock } from "../../api/server-clock";
import { readOnly } from "../connect";

/** What a server answered to a read, with its own names of fields; or why there is no answer. */
export type Probe =
  | { readonly operation: OperationName; readonly body: Readonly<Record<string, unknown>> }
  | { readonly operation: OperationName; readonly error: AppTegoError };

/** Where an operation was found, if not where the contract says. */
export interface Found {
  readonly method?: "GET" | "POST";
  readonly path?: string;
}

/** The names of the operations that change nothing. */
export function readsOf(contract: Contract): OperationName[] {
  return (Object.keys(contract) as OperationName[]).filter((name) => contract[name].effect === "read");
}

/** One read whose reply is taken as it comes: by the same client as all others, but without the contract's names. */
export async function probe(
  connection: Connection,
  operation: OperationName,
  clock: ServerClock,
  elsewhere: Found = {},
): Promise<Probe> {
  const { replyNames: _names, nextPage: _pages, ...known }: Operation = connection.contract[operation];
  const raw = { ...known, ...elsewhere, reply: z.looseObject({}) };
  const contract = { ...connection.contract, [operation]: raw };
  try {
    const body = await readOnly(connect({ ...connection, contract }, { clock }))[operation]({} as never);
    return { operation, body: body }; // a loose object
  } catch (error) {
    if (!(error instanceof AppTegoError)) throw error;
    return { operation, error };
  }
}

/** Whether no other call can fare better: one that failed so isn't followed by more, which might lock the token out. */
export function isHopeless(error: unknown): error is AuthenticationError | TransportError {
  return error instanceof AuthenticationError || error instanceof TransportError;
}

/** Whether a failure may mean that the operation is called differently. */
export function isElsewhere(error: AppTegoError): boolean {
  return error instanceof NotFoundError || (error instanceof UnexpectedReplyError && error.status !== 200);
}

/** Where else a list might be: by the other method, or by another name in the style of the documented ones. */
export function placesFor({ method, path }: Pick<Operation, "method" | "path">): Found[] {
  const [, what = path] = /^get_(.+)$/.exec(path) ?? [];
  const names = [`list_${what}`, `get_tenant_${what}`, `get_all_${what}`, what].filter(
    (name) => name !== path,
  );
  return [
    { method: method === "GET" ? "POST" : "GET" },
    ...names.map((name) => ({ method: "GET" as const, path: name })),
  ];
}

/**
 * Looks for a read that isn't where the contract says, by reads alone.
 *
 * @param isIt whether an answer is of that operation
 */
export async function findElsewhere(
  connection: Connection,
  operation: OperationName,
  clock: ServerClock,
  isIt: (body: Readonly<Record<string, unknown>>) => boolean,
): Promise<{ readonly found: Found; readonly probe: Probe } | undefined> {
  for (const found of placesFor(connection.contract[operation])) {
    const answer = await probe(connection, operation, clock, found);
    if ("body" in answer && isIt(answer.body)) return { found, probe: answer };
  }
  return undefined;
}
