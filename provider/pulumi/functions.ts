import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../api/plans";
import { withPurpose } from "../api/purpose";
import { isoTime } from "../api/times";
import type { Tenant } from "../resources/tenant";
import { requireConfiguration } from "./configuration";
import { tenantOfProgram } from "./open-tenant";
import { settingsFrom } from "./settings";

/** A tenant that the credential can see. */
export interface TenantResult {
  readonly tenantId: string;
  readonly name: string;
  readonly plan: Plan;
}

/** The tenant's subscription. */
export interface SubscriptionResult {
  readonly plan: Plan;
  /** Whether the tenant is about to be deleted. */
  readonly deletion: boolean;
  readonly isTrial: boolean;
  readonly deploymentEnvironments: boolean;
  /** How many users the tenant may have, where that was agreed for it alone. */
  readonly maxUsers: number | undefined;
  readonly concurrentBuilds: number | undefined;
}

/** An application of the tenant. */
export interface ApplicationResult {
  readonly applicationId: string;
  readonly platform: string;
}

/** A member of the tenant, or a person who is invited. */
export interface UserResult {
  readonly userId: string;
  readonly email: string;
  /** Sorted internal keys. */
  readonly permissions: string[];
  readonly status: "active" | "invited";
  readonly owner: boolean;
}

/** An API token, without its secret, which AppTego shows only once. */
export interface ApiTokenResult {
  readonly tokenKey: string;
  readonly name: string;
  /** Sorted internal keys. */
  readonly permissions: string[];
  /** ISO 8601, UTC. */
  readonly createdAt: string | undefined;
}

/** What the members of a group of the identity provider may do. */
export interface SamlGroupMappingResult {
  readonly mappingId: string;
  readonly groupName: string;
  /** Sorted internal keys. */
  readonly permissions: string[];
}

/** An automation key, without its secret, which AppTego shows only once. */
export interface AutomationKeyResult {
  readonly keyId: string;
  readonly name: string;
  readonly enabled: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt: string | undefined;
}

async function ask<Result>(purpose: string, question: (tenant: Tenant) => Promise<Result>): Promise<Result> {
  requireConfiguration();
  const all = pulumi.runtime.allConfig() as Record<string, string>;
  const tenant = tenantOfProgram(
    settingsFrom((key) => all[key]),
    pulumi.runtime.getStackResource(),
  );
  return withPurpose(purpose, async () => question(tenant));
}

/** The tenants that the configured credential can see. @throws AppTegoError */
export async function getTenants(): Promise<TenantResult[]> {
  return ask("getTenants", async ({ api }) =>
    (await api.getTenants({})).tenants.map(({ tenant_id, name, plan }) => ({
      tenantId: tenant_id,
      name,
      plan,
    })),
  );
}

/** The plan of the configured tenant and what was agreed for it. @throws AppTegoError */
export async function getSubscription(): Promise<SubscriptionResult> {
  return ask("getSubscription", async ({ api }) => {
    const reply = await api.getSubscription({});
    return {
      plan: reply.subscription,
      deletion: reply.deletion,
      isTrial: reply.is_trial,
      deploymentEnvironments: reply.deployment_environments,
      maxUsers: reply.custom_limits?.max_users ?? undefined,
      concurrentBuilds: reply.custom_limits?.concurrent_builds ?? undefined,
    };
  });
}

/** The applications of the tenant. @throws AppTegoError */
export async function getApplications(): Promise<ApplicationResult[]> {
  return ask("getApplications", async ({ api }) =>
    (await api.getApplications({})).applications.map(({ application_id, platform }) => ({
      applicationId: application_id,
      platform,
    })),
  );
}

/** The users of the tenant, managed by this program or not. @throws AppTegoError */
export async function getUsers(): Promise<UserResult[]> {
  return ask("getUsers", async ({ users }) =>
    (await users.current()).map(({ user_id, email, permissions, status, owner }) => ({
      userId: user_id,
      email,
      permissions,
      status,
      owner,
    })),
  );
}

/** The API tokens of the tenant, managed by this program or not. @throws AppTegoError */
export async function getApiTokens(): Promise<ApiTokenResult[]> {
  return ask("getApiTokens", async ({ tokens }) =>
    (await tokens.current()).map(({ token_key, name, permissions, creation_time }) => ({
      tokenKey: token_key,
      name,
      permissions,
      createdAt: isoTime(creation_time),
    })),
  );
}

/** The SAML group mappings of the tenant, managed by this program or not. @throws AppTegoError */
export async function getSamlGroupMappings(): Promise<SamlGroupMappingResult[]> {
  return ask("getSamlGroupMappings", async ({ mappings }) =>
    (await mappings.current()).map(({ mapping_id, group_name, permissions }) => ({
      mappingId: mapping_id,
      groupName: group_name,
      permissions,
    })),
  );
}

/** The automation keys of the tenant, managed by this program or not. @throws AppTegoError */
export async function getAutomationKeys(): Promise<AutomationKeyResult[]> {
  return ask("getAutomationKeys", async ({ keys }) =>
    (await keys.current()).map(({ key_id, name, enabled, creation_time }) => ({
      keyId: key_id,
      name,
      enabled,
      createdAt: isoTime(creation_time),
    })),
  );
}

/** {@link getTenants} as an output. */
export const getTenantsOutput = (): pulumi.Output<TenantResult[]> => pulumi.output(getTenants());
/** {@link getSubscription} as an output. */
export const getSubscriptionOutput = (): pulumi.Output<SubscriptionResult> =>
  pulumi.output(getSubscription());
/** {@link getApplications} as an output. */
export const getApplicationsOutput = (): pulumi.Output<ApplicationResult[]> =>
  pulumi.output(getApplications());
/** {@link getUsers} as an output. */
export const getUsersOutput = (): pulumi.Output<UserResult[]> => pulumi.output(getUsers());
/** {@link getApiTokens} as an output. */
export const getApiTokensOutput = (): pulumi.Output<ApiTokenResult[]> => pulumi.output(getApiTokens());
/** {@link getSamlGroupMappings} as an output. */
export const getSamlGroupMappingsOutput = (): pulumi.Output<SamlGroupMappingResult[]> =>
  pulumi.output(getSamlGroupMappings());
/** {@link getAutomationKeys} as an output. */
export const getAutomationKeysOutput = (): pulumi.Output<AutomationKeyResult[]> =>
  pulumi.output(getAutomationKeys());
