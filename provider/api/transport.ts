import type { OperationName } from "./contract";
import type { Failure } from "./errors";
import { axios } from "./http-library";

const NEVER_SENT = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN"],
  // Node's codes of a TLS handshake that failed
  ...["EPROTO", "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED", "CERT_UNTRUSTED"],
  ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "HOSTNAME_MISMATCH"],
  ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
]);
const TLS_CODE = /^ERR_(?:TLS|SSL)_/;
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/** Why a call was stopped by us. */
export type Stop = "cancelled" | "deadline" | "attemptTimeout";

/** What is known of an attempt that brought no reply. */
export interface Silence {
  readonly operation: OperationName;
  readonly host: string;
  /** Whether the request was handed to the network. */
  readonly sent: boolean;
  readonly stop?: { readonly why: Stop; readonly afterMs: number } | undefined;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return CODE.test(code) ? code : "no reply";
}

function failedToConnect(error: unknown): boolean {
  const cause: unknown = axios().isAxiosError(error) ? error.cause : error;
  const syscall = cause instanceof Error && "syscall" in cause ? cause.syscall : undefined;
  return syscall === "connect" || syscall === "getaddrinfo";
}

/** The failure of an attempt that brought no reply; only the error's code goes into it, as an axios error holds the credentials. */
export function transportFailure(error: unknown, silence: Silence): Failure {
  const { operation, host, sent, stop } = silence;
  const code = codeOf(error);
  const notApplied =
    !sent || (stop === undefined && (NEVER_SENT.has(code) || TLS_CODE.test(code) || failedToConnect(error)));
  const facts = { operation, kind: "transport", outcome: notApplied ? "notApplied" : "ambiguous" } as const;

  if (stop?.why === "cancelled") return { ...facts, problem: "cancelled", advice: "run again" };
  if (stop !== undefined)
    return { ...facts, problem: `no answer from ${host} within ${stop.afterMs / 1_000} s` };
  if (code === "ERR_BAD_RESPONSE") {
    return {
      ...facts,
      kind: "unexpectedReply",
      problem: `the reply of ${host} was cut off, or larger than 5 MiB`,
    };
  }
  return { ...facts, problem: `no answer from ${host} (${code})` };
}
