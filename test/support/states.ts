import { readFileSync } from "node:fs";
import path from "node:path";

const RECORDED = path.resolve(__dirname, "../engine/recorded/0.1.0");

/** A state that the real engine wrote, as `pulumi stack export` printed it, and the credential that was used. */
export function recordedState(name: "whole" | "troubled"): {
  readonly text: string;
  readonly secret: string;
} {
  const { state, credential } = JSON.parse(readFileSync(path.join(RECORDED, `${name}.json`), "utf8")) as {
    state: unknown;
    credential: { tokenSecret: string };
  };
  return { text: JSON.stringify(state), secret: credential.tokenSecret };
}

/** An export with these resources. */
export function exportOf(resources: readonly object[], more: object = {}): string {
  return JSON.stringify({ version: 3, deployment: { resources, ...more } });
}

/** A resource of this provider as a state holds it. */
export function storedResource(type: string, name: string, more: object = {}, parentTypes = "") {
  const token = `pulumi-nodejs:dynamic/apptego:${type}`;
  return {
    urn: `urn:pulumi:dev::acme::${parentTypes}${token}::${name}`,
    ...{ type: token, id: `id-of-${name}`, custom: true },
    ...more,
  };
}

/** A secret value in a state; encrypted, or in the plain as `--show-secrets` prints it. */
export function storedSecret(kept: { ciphertext: string } | { plaintext: unknown }) {
  return {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ...("ciphertext" in kept ? kept : { plaintext: JSON.stringify(kept.plaintext) }),
  };
}
