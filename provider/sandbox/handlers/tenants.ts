import { LIMITS } from "../../api/contract";
import { conflict, invalid, notFound } from "../refusal";
import { newTenantId } from "../secrets";
import type { Handlers } from "./context";
import { textOf } from "./validate";

const TENANT_NAME = /^[A-Za-z0-9 ]{5,30}$/; // docs: 5 to 30 characters, letters, digits and spaces

/** Tenants, subscription, applications and certificates. */
export const tenantHandlers = {
  getTenants: (_request, { data }) => ({
    tenants: [data.tenant, ...data.otherTenants].map(({ tenantId, name, plan }) => ({
      tenant_id: tenantId,
      name,
      plan,
    })),
  }),

  createTenant: ({ tenant_name }, { data }) => {
    if (!TENANT_NAME.test(textOf(tenant_name, "Tenant name")))
      throw invalid("Tenant name must have 5 to 30 characters: letters, digits and spaces");
    // Source: docs, for both rules; the words and the status are assumed.
    if (data.tenant.isTrial) throw conflict("A tenant cannot be created from a trial tenant");
    if (data.tenant.plan === "FREE" && data.otherTenants.every(({ plan }) => plan === "FREE"))
      throw conflict("A tenant cannot be created while the only tenant is a Free one");
    const tenant_id = newTenantId();
    data.otherTenants.push({ tenantId: tenant_id, name: tenant_name, plan: "FREE" });
    return { success: true, tenant_id, tenant_name };
  },

  getSubscription: (_request, { data }) => ({
    subscription: data.tenant.plan,
    deletion: false,
    custom_limits: data.tenant.maxUsers === undefined ? {} : { max_users: data.tenant.maxUsers },
    deployment_environments: false,
    is_trial: data.tenant.isTrial,
  }),

  getApplications: (_request, { data }) => ({
    applications: data.applications.map(({ applicationId, platform }) => ({
      application_id: applicationId,
      platform,
    })),
  }),

  updateCertificates: ({ version, certificates }, { data }) => {
    textOf(version, "Version");
    if (certificates.length > LIMITS.certificatesPerVersion)
      throw invalid(`Maximum of ${String(LIMITS.certificatesPerVersion)} certificates reached`);
    data.certificates[version] = Object.fromEntries(
      // docs: the thumbprint is normalised to upper case
      certificates.map((entry) => [entry.name, { ...entry, thumbprint: entry.thumbprint.toUpperCase() }]),
    );
    return { success: true };
  },

  deleteCertificate: ({ version, name }, { data }) => {
    const entries = data.certificates[textOf(version, "Version")];
    if (entries === undefined || !Object.hasOwn(entries, name)) throw notFound("Certificate");
    data.certificates[version] = Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name));
    return { success: true };
  },
} satisfies Partial<Handlers>;
