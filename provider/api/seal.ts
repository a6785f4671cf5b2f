import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const KEY_BYTES = 32;
const NONCE_BYTES = 12; // what GCM is made for
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";
const PREFIX = "sealed:v1:"; // stands in states: a new form needs another number
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/** A sealed text that can't be opened: another key sealed it, or it belongs to another object. */
export class Unopenable extends Error {
  override readonly name = "Unopenable" as const;
}

/** The key that a setting gives: 32 bytes in base64; undefined where it gives none. */
export function sealKeyFrom(setting: string): Buffer | undefined {
  if (!BASE64.test(setting)) return undefined;
  const key = Buffer.from(setting, "base64");
  return key.length === KEY_BYTES ? key : undefined;
}

/** Whether a value is a text that `seal` made. */
export function isSealed(value: unknown): value is string {
  return typeof value === "string" && value.startsWith(PREFIX);
}

/**
 * A text that only the key opens, for the object that it belongs to.
 *
 * @param key 32 bytes
 * @param owner what the text belongs to: it isn't in the result, and opening needs the same
 */
export function seal(text: string, key: Buffer, owner: readonly string[]): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bytesOf(owner));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/**
 * The text that was sealed.
 *
 * @throws Unopenable when the key or the owner is another one, or the text was changed
 */
export function open(sealed: string, key: Buffer, owner: readonly string[]): string {
  const bytes = Buffer.from(sealed.slice(PREFIX.length), "base64url");
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(bytesOf(owner));
    decipher.setAuthTag(tag);
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    throw new Unopenable("The text was sealed with another key, for another object, or was changed since.");
  }
}

function bytesOf(owner: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(owner), "utf8");
}
