import type { Outcome } from "../../provider/cli/drift/find-drift";
import { parseRules } from "../../provider/cli/drift/ignore-file";
import { type DriftReport, type Reported, reportOf } from "../../provider/cli/drift/report";
import type { Sandbox } from "../../provider/sandbox";
import { storedResource } from "./states";

const RESOURCES = {
  User: { identity: "email", permissions: [] },
  ApiToken: { identity: "name", permissions: [] },
  SamlGroupMapping: { identity: "groupName", permissions: [] },
  AutomationKey: { identity: "name", enabled: true },
};

/** A resource of a state as an up leaves it: named, with these outputs. */
export function upped(type: keyof typeof RESOURCES, name: string, id: string, more: object = {}) {
  const { identity, ...others } = RESOURCES[type];
  return storedResource(type, name, { id, outputs: { [identity]: name, ...others, ...more } });
}

/** Every object of the sandbox's tenant but the owner and the token in use, as resources of a state. */
export function wholeState({ tenant, credentials }: Sandbox): object[] {
  return [
    ...tenant.users
      .filter(({ owner }) => !owner)
      .map(({ email, userId, permissions, status }) =>
        upped("User", email, userId, { permissions, status, owner: false }),
      ),
    ...tenant.tokens
      .filter(({ tokenKey }) => tokenKey !== credentials.tokenKey)
      .map(({ name, tokenKey, permissions }) => upped("ApiToken", name, tokenKey, { permissions })),
    ...tenant.mappings.map(({ groupName, mappingId, permissions }) =>
      upped("SamlGroupMapping", groupName, mappingId, { permissions }),
    ),
    ...tenant.keys.map(({ name, keyId, enabled }) => upped("AutomationKey", name, keyId, { enabled })),
  ];
}

/** Rules that take the owner and the token in use for granted. */
export const GRANTED = `
- { kind: user, pattern: owner@acme.test, reason: owns the tenant, only: [unmanaged] }
- { kind: token, pattern: sandbox, reason: the token of the pipeline, only: [unmanaged] }
`;

/** Something that was found of a token named `ci`. */
export function outcome(more: Partial<Outcome> = {}): Outcome {
  const id = more.id ?? "tok_1";
  const name = more.name ?? "ci";
  return {
    ...{ status: "unmanaged", kind: "token", id, name, names: [name, id], changes: [], notes: [] },
    ...more,
  };
}

/** A report of these findings. */
export function reportWith(
  outcomes: readonly Outcome[],
  { rules = "", ...more }: Partial<Omit<Reported, "rules">> & { readonly rules?: string } = {},
): DriftReport {
  const kinds = (["user", "token", "mapping", "key"] as const).map((kind) => {
    const own = outcomes.filter((one) => one.kind === kind);
    const managed = own.filter(({ status }) => status === "same" || status === "changed").length;
    return { kind, managed, listed: managed + own.filter(({ status }) => status === "unmanaged").length };
  });
  return reportOf({
    ...{ tenant: "0".repeat(32), stacks: ["prod"], look: { outcomes, kinds } },
    rules: parseRules(".apptegoignore", rules, "2026-06-01"),
    now: new Date("2026-06-01T02:00:00Z"),
    ...more,
  });
}

/** A permission change as it is found. */
export function permissions(before: readonly string[], after: readonly string[]) {
  const gained = after.filter((key) => !before.includes(key));
  const lost = before.filter((key) => !after.includes(key));
  return { property: "permissions", before, after, gained, lost };
}
