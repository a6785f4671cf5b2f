import { COMPUTED_NAME } from "../../resources/computed-name";
import { typeOf } from "../stacks/deployment";
import type { StackResource } from "../stacks/stack-state";
import { fateOf, settled } from "./access-of";
import type { Change, Preview } from "./read-preview";

/** What becomes of a credential. */
export const CREDENTIAL_EVENTS = [
  "rotated",
  "destroyed",
  "issued",
  "enabled",
  "disabled",
  "taken over",
  "left in the tenant",
] as const;
type CredentialEvent = (typeof CREDENTIAL_EVENTS)[number];

/** A credential that is issued, replaced, destroyed or switched. */
export interface CredentialChange {
  readonly kind: "API token" | "automation key";
  /** In the tenant; the resource's name where it isn't known yet or is a secret. */
  readonly name: string;
  readonly resource: string;
  readonly urn: string;
  readonly what: CredentialEvent;
  /** Of a rotation: whether the old one goes first, so that between the two nothing works. */
  readonly gap: boolean;
  /** The resources that take its outputs, as in `aws:ssm/parameter:Parameter ci-token`. */
  readonly consumers: readonly string[];
}

/** A resource as a reader knows it, as in `aws:ssm/parameter:Parameter ci-token` or `ApiToken ci`. */
export function resourceLabel(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  const type = types.split("$").at(-1) ?? types;
  return `${typeOf(type) ?? type} ${name.join("::")}`;
}

function eventOf({ op, before: old, after }: Change): CredentialEvent | undefined {
  const before = settled(old);
  if (before === undefined) {
    if (after === undefined) return undefined;
    return after.imported === undefined ? "issued" : "taken over";
  }
  if (after === undefined) return fateOf(before) === "retained" ? "left in the tenant" : "destroyed";
  if (op === "replace") return "rotated";
  const [was, is] = [before.inputs["enabled"] ?? true, after.inputs["enabled"] ?? true];
  if (was === is || after.type !== "AutomationKey") return undefined;
  return is === false ? "disabled" : "enabled";
}

function nameOf({ inputs, outputs, name }: StackResource): string {
  const given = inputs["name"] ?? outputs["name"];
  return typeof given === "string" ? given : name;
}

/** A name without the tag of its secret-once life: two previews of one change may compute two. */
export function untagged(name: string): string {
  return name.replace(COMPUTED_NAME, "").trim();
}

/** Which credentials are issued, rotated, destroyed and switched, and who takes their outputs. */
export function credentialsOf({ changes, consumers }: Preview): CredentialChange[] {
  const found = changes.flatMap((change): CredentialChange[] => {
    const shown = change.after ?? change.before;
    const what = eventOf(change);
    if (shown === undefined || what === undefined) return [];
    if (shown.type !== "ApiToken" && shown.type !== "AutomationKey") return [];
    return [
      {
        kind: shown.type === "ApiToken" ? "API token" : "automation key",
        name: nameOf(shown),
        resource: shown.name,
        urn: change.urn,
        what,
        gap: what === "rotated" && change.deletesFirst,
        consumers: consumers
          .filter(({ urn, takes }) => urn !== change.urn && takes.includes(change.urn))
          .map(({ urn }) => resourceLabel(urn))
          .sort(),
      },
    ];
  });
  const rank = ({ what }: CredentialChange) => CREDENTIAL_EVENTS.indexOf(what);
  return found.sort((one, other) => rank(one) - rank(other) || (one.urn < other.urn ? -1 : 1));
}
