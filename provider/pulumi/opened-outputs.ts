import * as pulumi from "@pulumi/pulumi";
import { redactor } from "../api/redact";
import { isSealed, open, Unopenable } from "../api/seal";
import { sealOwner } from "./sealed-outputs";

/** A resource whose outputs may be sealed. */
interface Sealed {
  readonly type: string;
  /** The resource's name in the program. */
  readonly resource: string;
  readonly id: pulumi.Output<string>;
  /** The key of this program; undefined where there is none. */
  readonly key: Buffer | undefined;
}

/** An output as the program sees it: opened where the state holds it sealed, and a secret in any case. */
export function opened(sealed: Sealed, name: string, output: pulumi.Output<unknown>): pulumi.Output<unknown> {
  return pulumi.secret(
    pulumi
      .all([sealed.id, output])
      .apply(([id, value]) => (isSealed(value) ? textOf(sealed, name, id, value) : value)),
  );
}

function textOf({ type, resource, key }: Sealed, name: string, id: string, value: string): string {
  const what = `Opening ${name} of ${type} ${JSON.stringify(resource)}`;
  const wayOut = "If the key is lost, change the resource's rotateOn: that issues a new credential.";
  if (key === undefined)
    throw told(
      `${what}: the state holds it sealed, but there is no key: set the variable APPTEGO_SEAL_KEY (or apptego:sealKey) to the key that sealed it. ${wayOut}`,
    );
  try {
    const text = open(value, key, sealOwner(type, id, name));
    redactor.learn(text);
    return text;
  } catch (error) {
    if (!(error instanceof Unopenable)) throw error;
    throw told(
      `${what}: the key of APPTEGO_SEAL_KEY (or apptego:sealKey) isn't the one that sealed it: give that one. ${wayOut}`,
    );
  }
}

/** Without a stack: it would be Pulumi's, and older versions of Node take minutes to print that (nodejs/node#64011). */
function told(message: string): pulumi.RunError {
  return Object.assign(new pulumi.RunError(message), { stack: "" });
}
