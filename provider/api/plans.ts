/** AppTego's subscriptions, the smallest first. Source: docs, the list of tenants; seed, "Subscription Tiers". */
export const PLANS = ["FREE", "TEAM", "ENTERPRISE"] as const;

/** A tenant's subscription. */
export type Plan = (typeof PLANS)[number];
