export { Permission, type PermissionKey, type PermissionLabel } from "./api/permissions";
export { ApiToken, type ApiTokenArgs } from "./pulumi/api-token";
export { AutomationKey, type AutomationKeyArgs } from "./pulumi/automation-key";
export { SamlGroupMapping, type SamlGroupMappingArgs } from "./pulumi/saml-group-mapping";
export {
  type IssuedKey,
  type IssuedToken,
  TenantAccess,
  type TenantAccessArgs,
  type TenantAccessFileOptions,
} from "./pulumi/tenant-access";
export type { Permissions } from "./pulumi/types";
export { type OnDestroy, User, type UserArgs } from "./pulumi/user";
export * from "./pulumi/functions";
