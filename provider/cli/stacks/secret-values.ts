import { z } from "zod";

/** Stands where a state holds a value that only the stack's key opens. JSON leaves it out. */
export const ENCRYPTED = Symbol("encrypted");

/** Marks a secret in a state. Source: Pulumi's SDK, `specialSigKey` and `specialSecretSig`. */
const Secret = z.object({
  "4dabf18193072939515e22adb298388d": z.literal("1b47061264138c4ac30d75fd1eb44270"),
  ciphertext: z.string().optional(),
  plaintext: z.string().optional(),
});

/** Whether the state keeps a value encrypted: also where it was printed decrypted. */
export function isSecret(value: unknown): boolean {
  return Secret.safeParse(value).success;
}

/**
 * A value of a state without the marks of secrets, at any depth: what can't be opened is {@link ENCRYPTED}.
 *
 * @param onSecret told each decrypted value
 */
export function opened(value: unknown, onSecret: (value: unknown) => void = () => undefined): unknown {
  if (typeof value !== "object" || value === null) return value;
  const secret = Secret.safeParse(value);
  if (secret.success) {
    const { plaintext } = secret.data;
    if (plaintext === undefined) return ENCRYPTED;
    const plain = opened(JSON.parse(plaintext), onSecret);
    onSecret(plain);
    return plain;
  }
  if (Array.isArray(value)) return value.map((item) => opened(item, onSecret));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item, onSecret)]));
}
