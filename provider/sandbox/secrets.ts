import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A new secret: long and random, so that a scan for it finds nothing else. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/** An id of no shape that a client could rely on: its length, alphabet and prefix differ from one to the next. */
export function newId(): string {
  const [choice = 0] = randomBytes(1);
  const shapes = [
    () => randomBytes(12).toString("hex"),
    () => randomBytes(9).toString("base64url").replace(/[-_]/g, "x"),
    () => `${randomBytes(3).toString("hex")}-${randomBytes(5).toString("hex")}`,
    () => BigInt(`0x${randomBytes(8).toString("hex")}`).toString(),
  ];
  return (shapes[choice % shapes.length] ?? randomId)();
}

function randomId(): string {
  return randomBytes(12).toString("hex");
}

/** What is kept of a secret. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether a secret is the one that a hash was made of. */
export function isSecretOf(hash: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(secret)));
}
