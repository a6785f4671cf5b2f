import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";

/** A new secret: 48 characters that are random enough that a scan for them finds nothing else, with `+` and `/` among them. */
export function newSecret(): string {
  return randomBytes(36).toString("base64");
}

/** A tenant's id. Source: docs, by example: 32 lower-case hexadecimal digits. */
export function newTenantId(): string {
  return randomBytes(16).toString("hex");
}

const ID_SHAPES = [
  () => randomBytes(12).toString("hex"),
  () => randomBytes(15).toString("base64url").replace(/[-_]/g, "x"),
  () => `${randomBytes(3).toString("hex")}-${randomBytes(8).toString("hex").toUpperCase()}`,
  () => BigInt(`0x${randomBytes(10).toString("hex")}`).toString(),
  randomUUID,
];

/** An id of no shape that a client could rely on: length and alphabet differ from one to the next. */
export function newId(): string {
  const [choice = 0] = randomBytes(1);
  const shape = ID_SHAPES[choice % ID_SHAPES.length] ?? randomUUID;
  return shape();
}

/** What is kept of a secret: its SHA-256. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether a secret is the one that a hash was made of. */
export function isSecretOf(hash: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(secret)));
}
