import { AxiosError } from "axios";
import { describe, expect, test } from "vitest";
import { transportFailure } from "../../provider/api/transport";
import type { Silence } from "../../provider/api/transport";

const silence: Silence = { operation: "createApiToken", host: "app.apptego.com", sent: true };

function broken(code: string, cause: object = {}) {
  const error = new AxiosError("with a canary secret in it", code);
  error.cause = Object.assign(new Error("canary"), cause);
  return error;
}

describe("A connection that fails", () => {
  test.each([
    ["ECONNREFUSED", {}],
    ["ENOTFOUND", {}],
    ["EAI_AGAIN", {}],
    ["EHOSTUNREACH", {}],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", {}],
    ["CERT_HAS_EXPIRED", {}],
    ["ERR_TLS_CERT_ALTNAME_INVALID", {}],
    ["EPROTO", {}],
    ["ETIMEDOUT", { syscall: "connect" }],
  ])("with %s before the request left was not carried out", (code, cause) => {
    expect(transportFailure(broken(code, cause), silence)).toMatchObject({
      kind: "transport",
      outcome: "notApplied",
      problem: `no answer from app.apptego.com (${code})`,
    });
  });

  test.each(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED", "HPE_INVALID_CONSTANT"])(
    "with %s may have been carried out",
    (code) => {
      expect(transportFailure(broken(code), silence)).toMatchObject({
        kind: "transport",
        outcome: "ambiguous",
      });
    },
  );

  test("in the middle of the reply is an unexpected reply", () => {
    expect(transportFailure(broken("ERR_BAD_RESPONSE"), silence)).toMatchObject({
      kind: "unexpectedReply",
      outcome: "ambiguous",
    });
  });

  test.each([new Error("canary"), "canary", undefined, { code: "canary words" }])(
    "with %o shows nothing of what was thrown",
    (error) => {
      const failure = transportFailure(error, silence);

      expect(failure.problem).toBe("no answer from app.apptego.com (no reply)");
      expect(JSON.stringify(transportFailure(broken("ECONNRESET"), silence))).not.toContain("canary");
    },
  );
});

describe("A call that we stop", () => {
  test.each([
    ["attemptTimeout", true, "ambiguous", "no answer from app.apptego.com within 30 s"],
    ["deadline", true, "ambiguous", "no answer from app.apptego.com within 30 s"],
    ["cancelled", true, "ambiguous", "cancelled"],
    ["cancelled", false, "notApplied", "cancelled"],
  ] as const)("for %s (sent: %s) is %s", (why, sent, outcome, problem) => {
    const stopped = { ...silence, sent, stop: { why, afterMs: 30_000 } };

    expect(transportFailure(broken("ERR_CANCELED"), stopped)).toMatchObject({
      kind: "transport",
      outcome,
      problem,
    });
  });
});
