import type { Input } from "@pulumi/pulumi";
import type { PermissionKey, PermissionLabel } from "../api/permissions";

/** A set of permissions, by internal key or portal label: `["build_applications"]`, `["Builds"]`, `[Permission.Builds]`. */
export type Permissions = Input<readonly Input<PermissionKey | PermissionLabel>[]>;
