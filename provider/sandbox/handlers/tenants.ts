import { conflict, invalid, notFound } from "../refusal";
import type { Handlers } from "./context";
import { LIMITS } from "../../api/contract";

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

  createTenant: ({ tenant_name }, { data, newId }) => {
    if (!TENANT_NAME.test(tenant_name))
      throw invalid("Tenant name must have 5 to 30 characters: letters, digits and spaces");
    if (data.tenant.plan === "FREE") throw conflict("The only tenant is a Free one"); // docs
    const tenant_id = (newId() + newId())
      .replace(/[^0-9a-f]/g, "0")
      .padEnd(32, "0")
      .slice(0, 32);
    data.otherTenants.push({ tenantId: tenant_id, name: tenant_name, plan: "FREE" });
    return { success: true, tenant_id, tenant_name };
  },

  getSubscription: (_request, { data }) => ({
    subscription: data.tenant.plan,
    deletion: false,
    enterprise_pricing: null,
    team_pricing: null,
    custom_limits: data.tenant.maxUsers === undefined ? {} : { max_users: data.tenant.maxUsers },
    deployment_environments: false,
    is_trial: false,
  }),

  getApplications: (_request, { data }) => ({
    applications: data.applications.map(({ applicationId, platform }) => ({
      application_id: applicationId,
      platform,
    })),
  }),

  updateCertificates: ({ version, certificates }, { data }) => {
    if (version === "") throw invalid("Version is missing"); // seed
    if (certificates.length > LIMITS.certificatesPerVersion)
      throw invalid("At most 50 certificates are allowed");
    data.certificates[version] = Object.fromEntries(
      certificates.map((entry) => [entry.name, { ...entry, thumbprint: entry.thumbprint.toUpperCase() }]),
    );
    return { success: true };
  },

  deleteCertificate: ({ version, name }, { data }) => {
    if (version === "") throw invalid("Version is missing"); // seed
    const entries = data.certificates[version];
    if (entries === undefined || !Object.hasOwn(entries, name)) throw notFound("Certificate");
    data.certificates[version] = Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name));
    return { success: true };
  },
} satisfies Partial<Handlers>;
