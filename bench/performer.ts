import type { Sandbox } from "../provider/sandbox";
import type { Environment } from "../scripts/engine/engine";
import type { Operation } from "./plan";
import type { Wish } from "./wish";

/** A contestant at work on one tenant. */
export interface Performer {
  /** What has to be done before an operation and isn't measured. */
  readonly prepare: (operation: Operation) => Promise<void>;
  /** Does an operation. What went wrong; undefined where nothing did. */
  readonly perform: (operation: Operation) => Promise<string | undefined>;
  /** Whether it has such an operation. */
  readonly can: (operation: Operation) => boolean;
  readonly end: () => Promise<void>;
}

/** How a sandbox is reached, as variables. */
export function environmentOf({ url, credentials }: Sandbox): Environment {
  return {
    APPTEGO_BASE_URL: url,
    APPTEGO_TENANT_ID: credentials.tenantId,
    APPTEGO_TOKEN_KEY: credentials.tokenKey,
    APPTEGO_TOKEN_SECRET: credentials.tokenSecret,
    APPTEGO_AUTHORIZATION: credentials.authorization,
  };
}

const grants = (all: readonly { readonly permissions: readonly string[] }[]) =>
  all.reduce((sum, { permissions }) => sum + permissions.length, 0);

/** What a tenant lacks or has too much of, beside its owner and the token that is in use; undefined where it is as wished. */
export function differenceOf(sandbox: Sandbox, wish: Wish | undefined): string | undefined {
  const { tokens, users, mappings, keys } = sandbox.tenant;
  const ownTokens = tokens.filter(({ name }) => name !== "sandbox");
  const others = users.filter(({ owner }) => !owner);
  const there = [ownTokens, others, mappings, keys].map(({ length }) => length).join(", ");
  const wanted = [wish?.tokens, wish?.users, wish?.mappings, wish?.keys]
    .map((all) => all?.length ?? 0)
    .join(", ");
  if (there !== wanted)
    return `the tenant holds ${there} tokens, users, mappings and keys instead of ${wanted}`;
  const given = grants([...ownTokens, ...others, ...mappings]);
  const toGive = grants([...(wish?.tokens ?? []), ...(wish?.users ?? []), ...(wish?.mappings ?? [])]);
  const enabled = keys.filter((key) => key.enabled).length;
  const toEnable = wish?.keys.filter((key) => key.enabled).length ?? 0;
  if (given !== toGive) return `the tenant holds ${given} permissions instead of ${toGive}`;
  return enabled === toEnable ? undefined : `${enabled} keys are enabled instead of ${toEnable}`;
}

/** Takes the permissions of one group by hand, as a person does in the portal: what a drift detection has to find. */
export function driftByHand(sandbox: Sandbox, { mappings }: Wish): void {
  const [mapping] = mappings;
  if (mapping) sandbox.portal.setMappingPermissions({ group: mapping.group, permissions: [] });
}
