import { ADMINISTRATION, type Entry, type Kind } from "./store";

/** What a tenant holds in the beginning. */
export type Beginning = readonly (Pick<Entry, "kind" | "name"> & Partial<Entry>)[];

/** What people made in the portal before anything is managed: names near to ours, and two of one name. */
export const BEGINNING: Beginning = [
  { kind: "user", name: "Owner@Acme.test", permissions: [ADMINISTRATION], owner: true },
  { kind: "user", name: "alice@acme.test.example", permissions: ["build_applications"] },
  { kind: "user", name: "bob@acme.test", permissions: [], status: "invited" },
  { kind: "token", name: "CI", permissions: ["build_applications", "view_audit_trail"] },
  { kind: "token", name: "ci 2", permissions: [] },
  { kind: "token", name: "ci 2", permissions: ["update_certificates"] },
  { kind: "mapping", name: "Developers", permissions: ["manage_custom_messages"] },
  { kind: "mapping", name: "CN=developers,OU=Groups", permissions: [] },
  { kind: "key", name: "Pipeline" },
  { kind: "key", name: "pipeline-old", enabled: false },
];

/** The field names of a kind's id and name. */
export const FIELDS: Readonly<Record<Kind, readonly [id: string, name: string]>> = {
  token: ["token_key", "name"],
  user: ["user_id", "email"],
  mapping: ["mapping_id", "group_name"],
  key: ["key_id", "name"],
};
