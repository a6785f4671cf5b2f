import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { describe, expect, onTestFinished, test } from "vitest";
import { judgeHandshake, shakeHands, tlsCheck } from "../../../provider/cli/doctor/tls";

const NOW = new Date("2026-06-01T00:00:00Z");
const DAY_MS = 86_400_000;

/** A server whose certificate vouches for itself, until so many days from now. */
async function serverUntil(days: number) {
  const name = [{ name: "commonName", value: "localhost" }];
  const altNames = [{ type: 7 as const, ip: "127.0.0.1" }];
  const { private: key, cert } = await generate(name, {
    notBeforeDate: new Date(Date.now() - 100 * DAY_MS),
    notAfterDate: new Date(Date.now() + days * DAY_MS),
    extensions: [{ name: "subjectAltName", altNames }],
  });
  const requests: unknown[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${String(port)}/frontend`, cert, requests };
}

describe("TLS", () => {
  test("is fine where an authority that is trusted vouches for the server", async () => {
    const { url, cert, requests } = await serverUntil(100);

    expect(await tlsCheck(url, {}, new Date(), cert)).toMatchObject({
      ...{
        result: "ok",
        says: expect.stringMatching(/^TLSv1\.3, certified by localhost until \d{4}-\d\d-\d\d$/),
      },
    });
    expect(requests).toEqual([]);
  });

  test("is wrong where nobody does", async () => {
    const { url } = await serverUntil(100);

    expect(await tlsCheck(url, {}, new Date())).toMatchObject({
      ...{ result: "wrong", says: expect.stringContaining("isn't trusted (DEPTH_ZERO_SELF_SIGNED_CERT)") },
    });
  });

  test("is wrong where the certificate is over", async () => {
    const { url, cert } = await serverUntil(-1);

    expect(await tlsCheck(url, {}, new Date(), cert)).toMatchObject({
      ...{ result: "wrong", says: expect.stringContaining("CERT_HAS_EXPIRED") },
    });
  });

  test("is worth a word where the certificate is soon over", () => {
    const issuer = { O: "Acme CA", CN: "Acme" };
    const certificate = { valid_to: "Jun 11 00:00:00 2026 GMT", issuer, subject: {} };

    expect(judgeHandshake({ certificate, protocol: "TLSv1.3", problem: undefined }, NOW)).toMatchObject({
      ...{ result: "warning", says: "TLSv1.3, certified by Acme CA until 2026-06-11, that is 10 days" },
    });
  });

  test("isn't there with http, and can't be seen through a proxy or where nobody answers", async () => {
    expect(await tlsCheck("http://127.0.0.1:1/frontend", {}, NOW)).toMatchObject({ result: "warning" });
    expect(
      await tlsCheck("https://app.test/frontend", { HTTPS_PROXY: "http://proxy.test" }, NOW),
    ).toMatchObject({
      ...{ result: "unknown", says: expect.stringContaining("a proxy") },
    });
    expect(await tlsCheck("https://127.0.0.1:1/frontend", {}, NOW)).toMatchObject({
      ...{ result: "unknown", says: "no handshake with 127.0.0.1:1 (ECONNREFUSED)" },
    });
    await expect(shakeHands(new URL("https://127.0.0.1:1/"))).rejects.toThrow(/ECONNREFUSED/);
  });
});
