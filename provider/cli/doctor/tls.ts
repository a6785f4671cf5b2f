import { isIP } from "node:net";
import { connect, type PeerCertificate } from "node:tls";
import { isLoopback } from "../../api/setting-rules";
import type { Check } from "./report";

/** What a handshake told of a server. */
export interface Handshake {
  readonly certificate: Pick<PeerCertificate, "valid_to" | "issuer" | "subject">;
  readonly protocol: string | null;
  /** Why the certificate isn't trusted: Node's code. */
  readonly problem: string | undefined;
}

const TIMEOUT_MS = 10_000;
const DAY_MS = 86_400_000;
const SOON_DAYS = 21;

/**
 * Shakes hands with a server; nothing is sent.
 *
 * @param ca authorities to trust instead of Node's, PEM
 * @throws Error of Node when there is no such server, or it doesn't answer in time
 */
export async function shakeHands(
  { hostname, port }: Pick<URL, "hostname" | "port">,
  ca?: string,
): Promise<Handshake> {
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...{
        host,
        ...(isIP(host) === 0 && { servername: host }),
        port: Number(port || 443),
        ...(ca !== undefined && { ca }),
      },
      rejectUnauthorized: false, // what is wrong with the certificate is to be told; no request follows
    });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("it didn't answer in time")));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const problem = socket.authorized ? undefined : String(socket.authorizationError);
      resolve({ certificate: socket.getPeerCertificate(), protocol: socket.getProtocol(), problem });
      socket.destroy();
    });
  });
}

/** What is to be said of a handshake. */
export function judgeHandshake({ certificate, protocol, problem }: Handshake, now: Date): Check {
  const check = { area: "connection", title: "TLS" } as const;
  const { valid_to, issuer } = certificate;
  const [by] = [issuer.O ?? issuer.CN].flat();
  const ends = new Date(valid_to);
  const days = Math.floor((ends.getTime() - now.getTime()) / DAY_MS);
  const facts = `${protocol ?? "TLS"}, certified by ${by ?? "nobody"} until ${ends.toISOString().slice(0, 10)}`;
  if (problem !== undefined)
    return {
      ...check,
      result: "wrong",
      says: `the certificate isn't trusted (${problem}): ${facts}`,
      todo: "name your own authority in NODE_EXTRA_CA_CERTS; if you have none, somebody may be listening",
    };
  if (days < SOON_DAYS)
    return { ...check, result: "warning", says: `${facts}, that is ${days} days`, todo: "have it renewed" };
  return { ...check, result: "ok", says: facts };
}

/** Whether the way to a server is encrypted, and by whom it is vouched for. */
export async function tlsCheck(
  baseUrl: string,
  env: NodeJS.ProcessEnv,
  now: Date,
  ca?: string,
): Promise<Check> {
  const check = { area: "connection", title: "TLS" } as const;
  const url = new URL(baseUrl);
  if (url.protocol !== "https:")
    return {
      ...check,
      result: "warning",
      says: "http: not encrypted, which only this machine may be reached by",
    };
  if (!isLoopback(url.hostname) && (env["HTTPS_PROXY"] || env["https_proxy"]))
    return {
      ...check,
      result: "unknown",
      says: "the way leads through a proxy, so the certificate wasn't looked at",
    };
  try {
    return judgeHandshake(await shakeHands(url, ca), now);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "no answer";
    return { ...check, result: "unknown", says: `no handshake with ${url.host} (${code})` };
  }
}
